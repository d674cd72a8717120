//! What only the figure `architectures` says of itself, its table and its summary.

use super::{
    Architectures,
    networks::{ALL, FIRST, Kind, Network, Symmetry},
};
use crate::{figures::Number, numerals::fixed, say};
use serde::Serialize;

/// The flip, the couplings and biases, and the three networks.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchitecturesStatus {
    /// Whether units are spins, else bits.
    pub spins: bool,
    /// Which units are up.
    pub up: Vec<bool>,
    /// Couplings of all pairs, row by row.
    pub couplings: Vec<f32>,
    /// The pair at hand by its number.
    pub pair: usize,
    /// Whether there are biases.
    pub biased: bool,
    /// The biases as the link writes them, or those to come back to.
    pub biases: String,
    /// Whether something was flipped.
    pub flipped: bool,
    /// The networks from left to right.
    pub networks: Vec<NetworkStatus>,
}

/// A network before and after the last flip, and its symmetries.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkStatus {
    /// The panel's name.
    pub name: &'static str,
    /// `E` of all units before and after.
    pub energy: [f64; 2],
    /// `F(v)` before and after; `None` without hidden units.
    pub free: Option<[f64; 2]>,
    /// How much `E` changes at most when all units are flipped; `None` if it stays.
    pub all: Option<f64>,
    /// The same when units 1 to 4 are flipped.
    pub visible: Option<f64>,
    /// The same of `p(v)` when its visible units are flipped.
    pub marginal: Option<f64>,
}

fn change(symmetry: Symmetry) -> Option<f64> {
    (!symmetry.holds).then_some(symmetry.most)
}

impl Architectures {
    fn of(&self, network: &Network) -> NetworkStatus {
        let states = [self.state() ^ self.flip(), self.state()];
        NetworkStatus {
            name: network.kind.name(),
            energy: states.map(|k| network.energies[k]),
            free: (network.kind != Kind::Hopfield).then(|| states.map(|k| network.free[network.visible(k)])),
            all: change(network.under(ALL)),
            visible: change(network.under(FIRST)),
            marginal: change(network.marginal()),
        }
    }

    pub(super) fn own_status(&self) -> ArchitecturesStatus {
        let state = self.state();
        ArchitecturesStatus {
            spins: self.alphabet() == crate::space::Alphabet::Spin,
            up: (0..super::UNITS).map(|i| super::is_up(state, i, super::UNITS)).collect(),
            couplings: self.parameters.0.clone(),
            pair: self.pair(),
            biased: self.has_biases(),
            biases: crate::models::numbers::write(&self.biases),
            flipped: self.flip() != 0,
            networks: self.networks.iter().map(|n| self.of(n)).collect(),
        }
    }

    /// The rows of the table.
    pub(super) fn numbers(&self) -> Vec<Number> {
        let now = self.state();
        let [hopfield, machine, rbm] = &self.networks;
        let unit = &say!("T's unit");
        let free = |n: &Network| n.free[n.visible(now)];
        let p = |n: &Network| n.p(n.visible(now));
        let mut rows = vec![
            Number::plain(say!("E, Hopfield network"), hopfield.energies[now], unit),
            Number::plain(say!("E, Boltzmann machine"), machine.energies[now], unit),
            Number::plain(say!("E, RBM"), rbm.energies[now], unit),
            Number::plain(say!("F(v), Boltzmann machine"), free(machine), unit),
            Number::plain(say!("F(v), RBM"), free(rbm), unit),
            Number::plain(say!("p(v), Hopfield network"), p(hopfield), ""),
            Number::plain(say!("p(v), Boltzmann machine"), p(machine), ""),
            Number::plain(say!("p(v), RBM"), p(rbm), ""),
            Number::plain(say!("ln Z, Hopfield network"), hopfield.log_z, say!("nats")),
            Number::plain(say!("ln Z, Boltzmann machine"), machine.log_z, say!("nats")),
            Number::plain(say!("ln Z, RBM"), rbm.log_z, say!("nats")),
        ];
        let names = [
            [
                say!("largest change of E, all units flipped, Hopfield network"),
                say!("largest change of E, all units flipped, Boltzmann machine"),
                say!("largest change of E, all units flipped, RBM"),
            ],
            [
                say!("largest change of E, units 1 to 4 flipped, Hopfield network"),
                say!("largest change of E, units 1 to 4 flipped, Boltzmann machine"),
                say!("largest change of E, units 1 to 4 flipped, RBM"),
            ],
            [
                say!("largest change of p(v), visible units flipped, Hopfield network"),
                say!("largest change of p(v), visible units flipped, Boltzmann machine"),
                say!("largest change of p(v), visible units flipped, RBM"),
            ],
        ];
        let looks: [fn(&Network) -> Symmetry; 3] = [|n| n.under(ALL), |n| n.under(FIRST), Network::marginal];
        for (k, (names, look)) in names.into_iter().zip(looks).enumerate() {
            let unit = if k < 2 { unit.as_str() } else { "" };
            rows.extend(names.into_iter().zip(&self.networks).map(|(name, n)| Number::plain(name, look(n).most, unit)));
        }
        rows
    }

    /// One or two sentences on what is to be seen.
    pub(super) fn summary(&self) -> String {
        let of = |x: f64| fixed(x, 3);
        let machine = self.of(&self.networks[1]);
        let [before, after] = machine.energy.map(of);
        let free = machine.free.unwrap_or_default().map(of);
        if self.flip() == 0 {
            return say!("The Boltzmann machine has E = {0} and F(v) = {1}. Flip some units.", after, free[1]);
        }
        let law = if machine.marginal.is_none() {
            say!("p(v) is the same for v and its flip.")
        } else {
            say!("p(v) differs between v and its flip.")
        };
        let energies = say!(
            "By the last flip, E of the Boltzmann machine went from {0} to {1}, its F(v) from {2} to {3}.",
            before,
            after,
            free[0],
            free[1]
        );
        format!("{energies} {law}")
    }
}
