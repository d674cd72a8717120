//! Files: the digits inside the binary, weights in and out as safetensors.

use ebm::{
    data::Dataset,
    error::Warning,
    experiment::Experiment,
    instance::EdgeList,
    models::{Model, boltzmann::Boltzmann},
    session::Run,
    space::Alphabet,
    weights::{alphabet, safetensors},
};
use safetensors::{Dtype, SafeTensors};
use std::{collections::HashMap, io::Read, path::Path};

/// The packed digits.
pub const MNIST: &[u8] = include_bytes!("../../../data/mnist.bin");
/// Files larger than this are refused.
const LARGEST: u64 = 1 << 28;

/// A weights file's content.
pub struct Weights {
    bytes: Vec<u8>,
    metadata: HashMap<String, String>,
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is too large, at most {LARGEST} bytes are read"));
    }
    Ok(bytes)
}

/// Reads a text file.
pub fn read_text(path: &Path) -> Result<String, String> {
    String::from_utf8(read(path)?).map_err(|_| "it is not a text in UTF-8".to_string())
}

/// Reads a safetensors file.
pub fn read_weights(path: &Path) -> Result<Weights, String> {
    let bytes = read(path)?;
    let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|e| format!("not a safetensors file: {e}"))?;
    let metadata = header.metadata().clone().unwrap_or_default();
    Ok(Weights { bytes, metadata })
}

impl Weights {
    fn tensor(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), String> {
        let file = SafeTensors::deserialize(&self.bytes).map_err(|e| format!("not a safetensors file: {e}"))?;
        let tensor = file.tensor(name).map_err(|_| format!("tensor '{name}' is missing"))?;
        if tensor.dtype() != Dtype::F32 {
            return Err(format!("tensor '{name}' is {:?}, it must be F32", tensor.dtype()));
        }
        let values: Vec<f32> =
            tensor.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if let Some(at) = values.iter().position(|x| !x.is_finite()) {
            return Err(format!("tensor '{name}' holds {} at place {at}", values[at]));
        }
        Ok((tensor.shape().to_vec(), values))
    }

    /// The model of the file, and the experiment's sizes and temperature set to it. What the link itself says of `T` and of the
    /// alphabet goes first, what it says of sizes does not; where the two differ, `warnings` tell.
    pub fn model(
        &self,
        experiment: &mut Experiment,
        data: Option<&Dataset>,
        instance: Option<&EdgeList>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Box<dyn Model>, String> {
        if let Some(model) = self.metadata.get("model").filter(|m| *m != experiment.model.id) {
            return Err(format!("it holds a model '{model}', the link names '{}'", experiment.model.id));
        }
        if experiment.param("hidden").is_some() {
            self.take_sizes(experiment, warnings)?;
        }
        if let Some(held) = self.metadata.get("T") {
            if !experiment.is_given("T") {
                if let Some(warning) = experiment.set("T", held).first() {
                    return Err(format!("metadata 'T': {}", warning.message));
                }
            } else if held.parse() != Ok(experiment.float("T")) {
                warnings.push(Warning::new("link-over-file", "T", held, &experiment.float("T").to_string()));
            }
        }
        // A Boltzmann machine is read in its own alphabet; where the link asks for the other one, it is put into that, to single precision.
        let asked = experiment.text("alphabet");
        let held = self.metadata.get("alphabet").filter(|held| !asked.is_empty() && *held != asked);
        if let Some(held) = held {
            let given = experiment.is_given("alphabet");
            if let Some(warning) = experiment.set("alphabet", held).first() {
                return Err(format!("metadata 'alphabet': {}", warning.message));
            }
            if given {
                let held = Alphabet::named(held).unwrap_or(Alphabet::Bit);
                let mut machine = Boltzmann::zeros(experiment.visible(), experiment.int("hidden") as usize, held);
                machine.load(&|name| self.tensor(name))?;
                experiment.set("alphabet", asked);
                warnings.push(Warning::new("link-over-file", "alphabet", held.name(), asked));
                let (machine, _) = machine.to_alphabet(Alphabet::named(asked).unwrap_or(Alphabet::Bit));
                let overflown = machine.tensors().into_iter().find(|t| t.values.iter().any(|x| !x.is_finite()));
                if let Some(tensor) = overflown {
                    return Err(format!("tensor '{}' has values too large for the alphabet '{asked}'", tensor.name));
                }
                return Ok(Box::new(machine));
            }
        }
        let mut model = Run::initial_model(experiment, data, instance).map_err(|e| e.to_string())?;
        let own = alphabet(&*model);
        if let Some(alphabet) = self.metadata.get("alphabet").filter(|a| *a != own) {
            return Err(format!("its alphabet is '{alphabet}', this model's is '{own}'"));
        }
        model.load(&|name| self.tensor(name))?;
        Ok(model)
    }

    /// Visible and hidden units as the shape of `W` says.
    fn take_sizes(&self, experiment: &mut Experiment, warnings: &mut Vec<Warning>) -> Result<(), String> {
        let (shape, _) = self.tensor("W")?;
        let &[visible, hidden] = shape.as_slice() else {
            return Err(format!("tensor 'W' has shape {shape:?}, it must be visible × hidden"));
        };
        if experiment.data.is_some() && experiment.visible() != visible {
            return Err(format!("tensor 'W' has {visible} visible units, the data have {}", experiment.visible()));
        }
        for (key, size) in [("visible", visible), ("hidden", hidden)] {
            let asked = experiment.int(key);
            if experiment.is_given(key) && asked != size as i64 {
                warnings.push(Warning::new("file-over-link", key, &asked.to_string(), &size.to_string()));
            }
            if experiment.param(key).is_some()
                && let Some(warning) = experiment.set(key, &size.to_string()).first()
            {
                return Err(format!("tensor 'W': {}", warning.message));
            }
        }
        Ok(())
    }
}

/// Writes a run's parameters.
pub fn write_weights(path: &Path, run: &mut Run) -> Result<(), String> {
    std::fs::write(path, safetensors(run)).map_err(|e| e.to_string())
}
