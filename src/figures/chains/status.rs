//! What only the figure `chains` says of itself.

use super::{Chains, Law, panels::DRAWN, takes_instance};
use crate::{say, session::Run, space::Alphabet};
use serde::Serialize;

/// Chains, the exact law, the edge list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainsStatus {
    /// How many chains there are.
    pub chains: usize,
    /// The one that is shown, from 0.
    pub shown: usize,
    /// How many traces are drawn.
    pub drawn: usize,
    /// Hidden units of the model.
    pub hidden: usize,
    /// Whether its unit is on levels.
    pub levels: bool,
    /// Slices that the picture shows side by side.
    pub slices: usize,
    /// Why nothing runs.
    pub trouble: Option<String>,
    /// Whether a sampler runs.
    pub samples: bool,
    /// Whether the sampler draws from the model's law, all units free.
    pub follows_law: bool,
    /// Whether the exact law is there.
    pub exact: bool,
    /// Counts and estimates are of the steps after this one.
    pub since: u64,
    /// Whether the run follows a schedule that is not over: no link leads to such a state.
    pub under_way: bool,
    /// Whether the model takes couplings from an edge list.
    pub takes_instance: bool,
    /// The edge list, if there is one.
    pub instance: Option<InstanceStatus>,
}

/// An edge list.
#[derive(Clone, Debug, Serialize)]
pub struct InstanceStatus {
    /// The file's name.
    pub name: String,
    /// How many units.
    pub units: usize,
    /// How many edges.
    pub edges: usize,
    /// The cut of the state of the lowest energy.
    pub cut: Option<f64>,
}

impl Chains {
    /// The cut of the state of the lowest energy met.
    pub(super) fn cut(&self) -> Option<f64> {
        let (_, state) = self.run.as_ref().ok()?.lowest()?;
        Some(self.given.instance.as_ref().filter(|_| takes_instance(&self.experiment))?.list.cut(&state))
    }

    pub(super) fn own_status(&mut self) -> ChainsStatus {
        let space = self.run.as_mut().ok().map(|run| run.model().space().clone());
        let levels = space.as_ref().is_some_and(|s| matches!(s.common_alphabet(), Some(Alphabet::Level(_))));
        let run = self.run.as_ref().ok();
        let chains = match run {
            Some(run) if !run.series().is_empty() => run.series().len(),
            _ => self.states().len(),
        };
        let takes_instance = takes_instance(&self.experiment);
        let instance = self.given.instance.as_ref().filter(|_| takes_instance).map(|i| InstanceStatus {
            name: i.name.clone(),
            units: i.list.units,
            edges: i.list.edges.len(),
            cut: self.cut(),
        });
        ChainsStatus {
            chains,
            shown: self.shown(chains),
            drawn: chains.min(DRAWN),
            hidden: space.map_or(0, |s| s.units() - s.visible()),
            levels,
            slices: self.lattice().map_or(1, |sides| sides[0]),
            trouble: match &self.run {
                Ok(run) if run.is_idle() => Some(say!("No sampler and no learning rule is chosen")),
                Ok(_) => None,
                Err(error) => Some(error.to_string()),
            },
            samples: run.is_some_and(|r| r.experiment().sampler.is_some()),
            follows_law: run.is_none_or(Run::follows_law),
            exact: Law::exact(&self.law).is_some(),
            since: self.law.since(),
            under_way: self.is_under_way(),
            takes_instance,
            instance,
        }
    }
}
