//! The few marks that the figure's diagrams are made of, each made in one place.

use crate::scene::diagram::{Anchor, Mark, Tone};

/// Small words are so many CSS pixels high.
pub const SMALL: f32 = 12.0;
/// Other words.
pub const PLAIN: f32 = 13.0;

/// Marks in the order in which they are painted.
#[derive(Default)]
pub struct Marks(pub Vec<Mark>);

// None of these is worth being copied to where it is called.
impl Marks {
    /// Any mark.
    #[inline(never)]
    pub fn put(&mut self, mark: Mark) {
        self.0.push(mark);
    }

    /// Words of a tone and a size.
    #[inline(never)]
    pub fn words(&mut self, at: (f32, f32), text: String, anchor: Anchor, (tone, size): (Tone, f32)) {
        self.0.push(Mark::text(at, text, anchor).fill(tone).size(size));
    }

    /// Quiet words of an axis.
    #[inline(never)]
    pub fn quiet(&mut self, at: (f32, f32), text: String, anchor: Anchor) {
        self.words(at, text, anchor, (Tone::Quiet, SMALL));
    }

    /// A hairline through points.
    #[inline(never)]
    pub fn hair(&mut self, points: &[(f32, f32)], tone: Tone) {
        self.0.push(Mark::line(points.to_vec()).stroke(tone, 1.0));
    }

    /// A bar by two corners: filled, or dashed for what is exact.
    #[inline(never)]
    pub fn bar(&mut self, from: (f32, f32), to: (f32, f32), fill: Option<Tone>) {
        let bar = Mark::rectangle(from, to);
        self.0.push(match fill {
            Some(tone) => bar.fill(tone),
            None => bar.stroke(Tone::Ink, 1.5).dashed(),
        });
    }

    /// A disc with a ring of 1.5 CSS pixels.
    #[inline(never)]
    pub fn disc(&mut self, at: (f32, f32), radius: f32, fill: Tone, ring: Tone) {
        self.0.push(Mark::circle(at, radius).fill(fill).stroke(ring, 1.5));
    }

    /// A level line that is a rung or the end of a bar; where it has a name, it is dragged, by itself or by its grip.
    #[inline(never)]
    pub fn held(&mut self, (from, to): (f32, f32), y: f32, grip: f32, tone: Tone, name: Option<String>) {
        let line = Mark::line(vec![(from, y), (to, y)]).stroke(tone, 3.0);
        let Some(name) = name else { return self.0.push(line) };
        self.0.push(line.drags(&*name));
        self.0.push(Mark::circle((grip, y), 1.4).fill(Tone::Paper).stroke(tone, 2.0).drags(name));
    }
}
