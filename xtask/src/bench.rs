//! Speed as ratios in one run.

/// Not yet.
pub fn all() -> anyhow::Result<()> {
    Ok(())
}
