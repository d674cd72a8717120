project = "A course"
extensions = []
html_theme = "alabaster"
