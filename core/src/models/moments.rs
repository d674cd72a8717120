//! First and second moments `⟨x_i⟩` and `⟨x_i x_j⟩`: what the gradient of a model with pair couplings needs of a law.

/// Moments of a law, or sums of such moments; in double precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// `⟨x_i⟩`, one a unit.
    pub first: Vec<f64>,
    second: Vec<f64>,
}

impl Moments {
    /// All zero, for `units` units.
    pub fn zeros(units: usize) -> Self {
        Self { first: vec![0.0; units], second: vec![0.0; units * units] }
    }

    /// `⟨x_i x_j⟩` of two different units.
    pub fn second(&self, i: usize, j: usize) -> f64 {
        self.second[i.min(j) * self.first.len() + i.max(j)]
    }

    /// Sets `⟨x_i x_j⟩` of two different units.
    pub fn set_second(&mut self, i: usize, j: usize, value: f64) {
        let units = self.first.len();
        self.second[i.min(j) * units + i.max(j)] = value;
    }

    /// Adds `weight` times `x_i`, `x_i x_j` of a state.
    pub fn add_state(&mut self, weight: f64, x: &[f32]) {
        let units = self.first.len();
        for i in 0..units {
            let scaled = weight * f64::from(x[i]);
            self.first[i] += scaled;
            let row = &mut self.second[i * units + i + 1..(i + 1) * units];
            row.iter_mut().zip(&x[i + 1..]).for_each(|(sum, &y)| *sum += scaled * f64::from(y));
        }
    }

    /// Adds `weight` times these values, `second(i, j)` for `i < j`.
    pub fn add(&mut self, weight: f64, first: &[f64], second: impl Fn(usize, usize) -> f64) {
        let units = self.first.len();
        for (i, x) in first.iter().enumerate() {
            self.first[i] += weight * x;
            for j in i + 1..units {
                self.second[i * units + j] += weight * second(i, j);
            }
        }
    }
}
