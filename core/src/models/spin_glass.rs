//! Spin glasses: `E(σ) = −Σ J_{i1…ik} σ_i1 … σ_ik`, `σ_i = ±1`, with couplings fixed by the seed `instance`.
//!
//! - Edwards–Anderson on 2-D and 3-D tori: `J = ±1`, or `J ~ N(0, 1)`. Edwards & Anderson 1975, doi:10.1088/0305-4608/5/5/017.
//! - All spins coupled (Sherrington–Kirkpatrick): variance `k!/(2 n^{k−1})`, that is `1/n` for pairs. Sherrington &
//!   Kirkpatrick 1975, doi:10.1103/PhysRevLett.35.1792; `order` k > 2: Derrida 1981, doi:10.1103/PhysRevB.24.2613.
//! - Any edge list from a file ([`crate::instance`]), with the couplings `−w` of Max-Cut.

use super::{
    Model, Shape,
    couplings::{Couplings, Edge},
    hopfield::INSTANCE,
    ising,
    kbody::KBody,
    pairwise::Pairwise,
};
use crate::{
    error::Error,
    registry::{Entry, Param},
    rng::Rng,
};

/// Most terms of order k > 2.
const TERMS: u64 = 300_000;

/// The registry's entry.
pub static ENTRY: Entry<super::Recipe> = Entry {
    id: "spin-glass",
    title: "Spin glass",
    help: "Spins with random couplings of both signs: no state satisfies them all.",
    params: &[
        Param::choice(
            "graph",
            "Who is coupled",
            &[
                ("2d", "Neighbours on a 2-D torus"),
                ("3d", "Neighbours on a 3-D torus"),
                ("complete", "All with all (Sherrington–Kirkpatrick)"),
            ],
            "3d",
        ),
        Param::choice("disorder", "Couplings", &[("pm", "+1 or −1"), ("gaussian", "Gaussian")], "pm"),
        Param::int("rows", "Rows", 1, 512, 8).log(),
        Param::int("cols", "Columns", 1, 512, 8).log(),
        Param::int("depth", "Depth", 1, 64, 8).log().help("Of the 3-D torus."),
        Param::int("n", "Spins n", 2, 1024, 64).log().help("Where all are coupled with all."),
        Param::int("order", "Order k", 2, 6, 2).help("Spins in one term; above 2 only where all are coupled with all."),
        INSTANCE,
    ],
    build: super::Recipe::new(build).with_instance(),
};

fn build(shape: Shape<'_>) -> Result<Box<dyn Model>, Error> {
    if let Some(list) = shape.instance {
        return Ok(Box::new(Pairwise::new(ENTRY.id, list.couplings(), vec![0.0; list.units])));
    }
    let int = |key| shape.values.int(key) as usize;
    let (graph, order) = (shape.values.word("graph"), int("order"));
    let gaussian = shape.values.word("disorder") == "gaussian";
    let mut rng = Rng::stream(int("instance") as u64, "couplings", 0);
    let mut draw = move || if gaussian { rng.normal() } else { f64::from(rng.word() >> 31) * 2.0 - 1.0 };
    if graph == "complete" {
        let n = int("n");
        let mut variance = 0.5;
        for factor in 2..=order {
            variance *= factor as f64 / n as f64;
        }
        let scale = variance.sqrt();
        if order > 2 {
            let terms = subsets(n, order)?;
            let terms = terms.into_iter().map(|units| (units, (scale * draw()) as f32)).collect();
            return Ok(Box::new(KBody::new(ENTRY.id, n, order, terms)));
        }
        let pairs = (0..n as u32).flat_map(|i| (i + 1..n as u32).map(move |j| (i, j)));
        let edges = pairs.map(|(i, j)| Edge { i, j, w: (scale * draw()) as f32 });
        return Ok(Box::new(Pairwise::new(ENTRY.id, Couplings::new(n, edges), vec![0.0; n])));
    }
    if order > 2 {
        return Err(Error::Value { key: "order", why: crate::say!("above 2 it needs graph=complete") });
    }
    let sides =
        if graph == "3d" { vec![int("depth"), int("rows"), int("cols")] } else { vec![int("rows"), int("cols")] };
    let sites: usize = sides.iter().product();
    let edges = ising::grid(&sides, true).into_iter().map(|(i, j)| Edge { i, j, w: draw() as f32 });
    Ok(Box::new(Pairwise::new(ENTRY.id, Couplings::new(sites, edges), vec![0.0; sites])))
}

/// How many subsets of `k` of `n` units there are; somewhat more than `TERMS` stands for any larger number.
pub fn terms(n: usize, k: usize) -> u64 {
    let mut count = 1u64;
    for step in 0..k.min(n) as u64 {
        count = count * (n as u64 - step) / (step + 1);
        // Far too many: their number no longer matters, and must not overflow.
        if count > TERMS << 10 {
            break;
        }
    }
    count
}

/// The largest number of spins with at most `TERMS` terms of order `k`.
pub fn most_spins(k: usize) -> usize {
    let mut n = k;
    while terms(n + 1, k) <= TERMS {
        n += 1;
    }
    n
}

/// All subsets of `k` of `n` units, in lexical order.
fn subsets(n: usize, k: usize) -> Result<Vec<Vec<u32>>, Error> {
    if k > n {
        return Err(Error::Value { key: "order", why: crate::say!("{0} spins in a term, but there are {1}", k, n) });
    }
    let count = terms(n, k);
    if count > TERMS {
        let why = crate::say!("{0} spins have more than {1} terms of order {2}", n, TERMS, k);
        return Err(Error::Value { key: "n", why });
    }
    let mut all = Vec::with_capacity(count as usize);
    let mut units: Vec<u32> = (0..k as u32).collect();
    loop {
        all.push(units.clone());
        let Some(at) = (0..k).rev().find(|&at| (units[at] as usize) < n - k + at) else { return Ok(all) };
        units[at] += 1;
        for later in at + 1..k {
            units[later] = units[later - 1] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_counted_before_they_are_made() {
        for (n, k) in [(3, 3), (7, 3), (9, 6), (12, 4), (20, 5)] {
            assert_eq!(terms(n, k), subsets(n, k).unwrap().len() as u64);
        }
        for k in 2..=6 {
            let n = most_spins(k);
            assert!(terms(n, k) <= TERMS && terms(n + 1, k) > TERMS && subsets(n + 1, k).is_err());
        }
        assert!((3..=6).all(|k| terms(1024, k) > TERMS));
    }
}
