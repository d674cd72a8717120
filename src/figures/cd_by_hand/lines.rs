//! The arithmetic of a stage, written out: formulas in numbers, one a line, the same in every language.

use super::{
    CdByHand,
    update::{HIDDEN, VISIBLE, WEIGHTS},
};

/// A number with two decimals and a sign that is no hyphen; fewer decimals where it is large.
pub(super) fn fixed(x: f64) -> String {
    let digits = if x.abs() < 9.995 { 2 } else { usize::from(x.abs() < 99.95) };
    let text = format!("{x:.digits$}");
    let zero = text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.');
    if zero { text.trim_start_matches('-').into() } else { text.replace('-', "−") }
}

/// A probability or a random number with two decimals, more where it would look like 0 or 1.
pub(super) fn part(x: f64) -> String {
    let near = x.min(1.0 - x);
    if near <= 0.0 || near >= 0.005 {
        fixed(x)
    } else if near >= 0.0005 {
        format!("{x:.3}")
    } else if x < 0.5 {
        "<.001".into()
    } else {
        ">.999".into()
    }
}

/// A small number below a letter.
pub(super) fn below(k: usize) -> char {
    ['₁', '₂', '₃', '₄'][k.min(3)]
}

/// A number in a sum: with the sign before it.
fn term(x: f64) -> String {
    let text = fixed(x.abs());
    if x < 0.0 { format!(" − {text}") } else { format!(" + {text}") }
}

impl CdByHand {
    /// `c₁ + W₁₁·1 + …` of a hidden unit given the visible ones of a phase, or of a visible unit given the hidden ones.
    fn sum(&self, unit: usize, hidden: bool, state: &[f32]) -> String {
        let before = |k: usize| f64::from(self.update.before[k]);
        let bias = if hidden { WEIGHTS + VISIBLE + unit } else { WEIGHTS + unit };
        let weight = |k: usize| before(if hidden { k * HIDDEN + unit } else { unit * HIDDEN + k });
        let terms = state.iter().enumerate().map(|(k, x)| format!("{}·{x}", term(weight(k))));
        fixed(before(bias)) + &terms.collect::<String>()
    }

    /// `σ(x)`, or `σ(x/T)` where `T` is not 1.
    fn sigmoid(&self, x: String) -> String {
        let temperature = self.update.at[0];
        if temperature == 1.0 { format!("σ({x})") } else { format!("σ({x} / {})", fixed(temperature)) }
    }

    /// What is computed at the present stage.
    pub(super) fn lines(&self) -> Vec<String> {
        let update = &self.update;
        let [up, down, again] = &update.layers;
        let x = |fields: &[f32], k: usize| fixed(f64::from(fields[k]));
        let p = |on: &[f32], k: usize| part(f64::from(on[k]));
        let field = |unit: usize, hidden: bool, state: &[f32], fields: &[f32]| {
            format!("x{} = {} = {}", below(unit), self.sum(unit, hidden, state), x(fields, unit))
        };
        let drawn = |letter: char, k: usize, on: &[f32], draws: &[f32], bits: &[f32]| {
            let sign = if bits[k] > 0.0 { '<' } else { '≥' };
            let u = part(f64::from(draws[k]));
            format!("u = {u} {sign} {} → {letter}{} = {}", p(on, k), below(k), bits[k])
        };
        let estimate = update.estimate();
        let (data, model) = (update.product(0), update.product(1));
        let product = |phase: usize, k: usize| {
            let (v, on) = (update.visible[phase][0], &update.layers[2 * phase].on);
            format!("W₁{}: {v} · {} = {}", below(k), p(on, k), part(f64::from(v * on[k])))
        };
        let (h, v) = (0..HIDDEN, 0..VISIBLE);
        match self.stage() {
            0 => Vec::new(),
            1 => h.map(|j| field(j, true, &update.visible[0], &up.fields)).collect(),
            2 => h
                .map(|j| format!("p(h{} = 1) = {} = {}", below(j), self.sigmoid(x(&up.fields, j)), p(&up.on, j)))
                .collect(),
            3 => h.map(|j| drawn('h', j, &up.on, &update.draws, &update.hidden)).collect(),
            4 => v.map(|i| field(i, false, &update.hidden, &down.fields)).collect(),
            5 => v
                .map(|i| format!("p(v{} = 1) = {} = {}", below(i), self.sigmoid(x(&down.fields, i)), p(&down.on, i)))
                .collect(),
            6 => v.map(|i| drawn('v', i, &down.on, &update.draws[HIDDEN..], &update.visible[1])).collect(),
            7 => h
                .map(|j| field(j, true, &update.visible[1], &again.fields) + &format!(", p = {}", p(&again.on, j)))
                .collect(),
            8 => h.map(|j| product(0, j)).collect(),
            9 => h.map(|j| product(1, j)).collect(),
            10 => h
                .map(|j| {
                    let difference = format!("{} − {}", part(data[j]), part(model[j]));
                    let over = if update.at[0] == 1.0 {
                        difference
                    } else {
                        format!("({difference}) / {}", fixed(update.at[0]))
                    };
                    format!("W₁{}: {over} = {}", below(j), fixed(estimate[j]))
                })
                .collect(),
            _ => h
                .map(|j| {
                    let (rate, step) = (update.at[1], estimate[j]);
                    let [old, new] = [&update.before, &update.after].map(|all| signed3(f64::from(all[j])));
                    format!("W₁{}: {old} + {rate} · ({}) = {new}", below(j), fixed(step))
                })
                .collect(),
        }
    }
}

/// With three decimals: updates are small.
fn signed3(x: f64) -> String {
    format!("{x:.3}").replace('-', "−")
}
