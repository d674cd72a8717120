//! What a reader takes along: weights as the tool writes them, numbers as CSV, charts as SVG, links as QR codes.
#![cfg(feature = "cli")]

mod golden;

use ebm::{
    experiment::Experiment,
    figures::{self, Figure, Given},
    paint::svg,
    scene::{Chart, Content, Curve, Form, Panel, Role, Scene, Shades, diagram},
    session::{Run, Session},
    shelf, take, weights,
};
use safetensors::SafeTensors;

/// A figure after all its steps.
fn played(name: &str, link: &str) -> Box<dyn Figure> {
    let (experiment, _) = figures::read(name, link).expect("a figure");
    let entry = figures::named(experiment.figure).expect("an entry");
    let mnist = include_bytes!("../data/mnist.bin");
    let data = shelf::dataset(&experiment, Some(mnist)).expect("data");
    let mut figure = (entry.build.build)(experiment, Given { data, instance: None }).expect("it runs");
    figure.advance(figure.target()).expect("steps");
    figure
}

/// Every figure gives away the parameters that the tool exports for the figure's own link, byte for byte.
#[test]
fn figures_and_the_tool_write_the_same_weights() {
    for (name, link) in [
        ("architectures", ""),
        ("boltzmann", "#v=1&fig=boltzmann&model=two-spins&w=0.7&sampler=gibbs&steps=50"),
        ("sampling", ""),
        ("forces", ""),
        ("rbm-by-hand", ""),
        ("cd-by-hand", ""),
        ("unlearning", "#v=1&fig=unlearning&model=hopfield&n=40&patterns=8&trainer=unlearn&steps=20"),
        (
            "repair",
            "#v=1&model=rbm&hidden=16&data=bars-and-stripes&n=4&trainer=pcd&lr=0.1&steps=40&init=damaged&then=block-gibbs:5",
        ),
        ("repair", "#v=1&fig=repair&model=rbm&hidden=8&data=bars-and-stripes&n=4&trainer=cd&steps=10&b.lr=0.3"),
        ("chains", "#v=1&model=ising&rows=6&cols=5&T=2.5&sampler=wolff&steps=20"),
        ("chains", "#v=1&model=spin-glass&rows=4&cols=4&sampler=annealing&steps=20"),
    ] {
        let mut figure = played(name, link);
        let link = figure.experiment().link();
        let own = weights::safetensors(figure.main_run().expect("a run"));
        assert_eq!(own, golden::native_export(&link), "{name}: {link}");
    }
}

/// The crate that everybody reads such files with finds every tensor in it.
#[test]
fn weights_are_read_as_they_were() {
    let (experiment, _) =
        Experiment::read("#v=1&model=rbm&hidden=6&data=bars-and-stripes&n=3&trainer=cd&T=1.5&steps=9");
    let data = shelf::dataset(&experiment, None).expect("data");
    let mut run = Run::new(experiment, data).expect("a run");
    run.advance(9).expect("steps");
    let bytes = weights::safetensors(&mut run);
    let file = SafeTensors::deserialize(&bytes).expect("a safetensors file");
    let metadata = SafeTensors::read_metadata(&bytes).expect("its header").1.metadata().clone().expect("metadata");
    let held = |key: &str| metadata.get(key).map(String::as_str);
    assert_eq!((held("model"), held("alphabet"), held("T")), (Some("rbm"), Some("bit"), Some("1.5")));
    let tensors = run.model().tensors();
    assert_eq!(file.len(), tensors.len());
    for tensor in tensors {
        let found = file.tensor(tensor.name).expect("the tensor");
        let values: Vec<u8> = tensor.values.iter().flat_map(|x| x.to_le_bytes()).collect();
        assert_eq!((found.shape(), found.data()), (tensor.shape.as_slice(), values.as_slice()), "{}", tensor.name);
    }
}

/// Rows of a CSV text, the header among them.
fn parsed(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_string).collect()).collect()
}

#[test]
fn numbers_come_back_from_csv() {
    let points = vec![(0.0, 0.1), (1.0, f32::NAN), (2.0, -1.5e-7), (3.0, 16_777_217.0)];
    let curve = Curve { name: "met, \"often\"\nor not".into(), role: Role::Energy, form: Form::Line, points };
    let mut chart = Chart::new("energy E", "probability, nats", vec![curve]);
    let table = parsed(&take::panel(&Panel::chart("c", "C", chart.clone())).expect("data"));
    assert_eq!(table[0], ["curve", "energy E", "probability, nats"]);
    let numbers: Vec<(f32, f32)> =
        table[1..].iter().map(|row| (row[1].parse().unwrap(), row[2].parse().unwrap())).collect();
    assert_eq!(numbers, [(0.0, 0.1), (2.0, -1.5e-7), (3.0, 16_777_217.0)]);
    assert_eq!(table[1][0], "met, \"often\"\nor not");
    chart.places = ["none", "one"].map(String::from).to_vec();
    let table = parsed(&take::panel(&Panel::chart("c", "C", chart)).expect("data"));
    assert_eq!((table[0][3].as_str(), table[1][3].as_str(), table[2][3].as_str()), ("place", "none", ""));

    let content = Content::Pictures {
        rows: 2,
        cols: 3,
        across: None,
        shades: Shades::Ink,
        pixels: vec![0, 1, 2, 3, 0, 1, 1, 1, 1, 0, 0, 0],
    };
    let table = parsed(&take::panel(&Panel::pictures("p", "P", content)).expect("data"));
    assert_eq!(table[0], ["picture", "row", "column 1", "column 2", "column 3"]);
    assert_eq!(table[1], ["1", "1", "0", "1", "0"]);
    assert_eq!(table[2], ["1", "2", "1", "0", "1"]);
    assert_eq!(table[4], ["2", "2", "0", "0", "0"]);

    let cells = ["name", "value", "a,b", "1"].map(String::from);
    assert_eq!(take::rows(&cells, 2), "name,value\r\n\"a,b\",1\r\n");
}

/// A code of a text as a camera sees it, read by another crate.
fn seen(text: &str) -> String {
    let code = take::code(text).expect("a code");
    let (scale, margin) = (4, 4);
    let side = (code.size as usize + 2 * margin) * scale;
    let mut dark = vec![false; code.size as usize * code.size as usize];
    for run in code.path.split('z').filter(|run| !run.is_empty()) {
        let (at, shape) = run.trim_start_matches('M').split_once('h').expect("a run");
        let (x, y) = at.split_once(' ').expect("a place");
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = shape.split_once('v').expect("its height").0.parse().unwrap();
        dark[y * code.size as usize + x..][..length].fill(true);
    }
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let (x, y) = ((x / scale).wrapping_sub(margin), (y / scale).wrapping_sub(margin));
        let inside = x < code.size as usize && y < code.size as usize;
        if inside && dark[y * code.size as usize + x] { 0 } else { 255 }
    });
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().expect("it reads").1
}

#[test]
fn codes_are_read_back() {
    for length in [20, 200, 700, take::LONGEST] {
        let link =
            "https://example.org/#v=1&model=rbm&hidden=64&log=".chars().chain("Ab3-_".chars().cycle()).take(length);
        let link: String = link.collect();
        assert_eq!(seen(&link), link);
    }
    assert!(take::code(&"a".repeat(take::LONGEST + 1)).is_none());
}

/// Charts and diagrams of figures become SVG with their words as text; pictures do not.
#[test]
fn what_is_vector_becomes_svg() {
    let scene: Scene = played("boltzmann", "#v=1&fig=boltzmann&model=levels&sampler=gibbs&steps=50").scene();
    assert!(!scene.panels.is_empty());
    for panel in &scene.panels {
        let Some(text) = svg(panel, 400.0, false, &[]) else {
            assert!(matches!(panel.content, Content::Pictures { .. }), "{}", panel.name);
            continue;
        };
        assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\""), "{}", panel.name);
        if let Content::Chart(chart) = &panel.content {
            for words in [&panel.title, &chart.x, &chart.y] {
                assert!(text.contains(&words.replace('&', "&amp;").replace('<', "&lt;")), "{}: {words}", panel.name);
            }
        }
    }
    let own: Vec<u8> = (1..=21).collect();
    let text = scene.panels.iter().find_map(|panel| svg(panel, 400.0, false, &own)).expect("a chart or a diagram");
    assert!(text.contains("fill=\"#010203\"") && !text.contains("#fdfdfb"), "its own paper");
    let marks = vec![diagram::Mark::text((1.0, 2.0), "a < b & c", diagram::Anchor::Start)];
    let text = svg(&Panel::diagram("d", "<D>", 1.0, diagram::Diagram { marks }), 100.0, true, &[]).expect("SVG");
    assert!(text.contains("a &lt; b &amp; c") && text.contains("<title>&lt;D&gt;</title>"), "{text}");
}
