//! Files: the digits inside the binary, weights in and out as safetensors.

use ebm::{
    experiment::Experiment,
    models::{Model, Shape},
    rng::Rng,
    session::Run,
};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
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

/// Reads a safetensors file.
pub fn read_weights(path: &Path) -> Result<Weights, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is too large, at most {LARGEST} bytes are read"));
    }
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

    /// The model of the file, and the experiment's sizes and temperature set to it. What the link says of `T` goes first.
    pub fn model(&self, experiment: &mut Experiment) -> Result<Box<dyn Model>, String> {
        if let Some(model) = self.metadata.get("model").filter(|m| *m != experiment.model.id) {
            return Err(format!("it holds a model '{model}', the link names '{}'", experiment.model.id));
        }
        if let Some(alphabet) = self.metadata.get("alphabet").filter(|a| *a != "bit") {
            return Err(format!("its alphabet is '{alphabet}', this model's is 'bit'"));
        }
        let (shape, _) = self.tensor("W")?;
        let &[visible, hidden] = shape.as_slice() else {
            return Err(format!("tensor 'W' has shape {shape:?}, it must be visible × hidden"));
        };
        if experiment.data.is_some() && experiment.visible() != visible {
            return Err(format!("tensor 'W' has {visible} visible units, the data have {}", experiment.visible()));
        }
        for (key, size) in [("visible", visible), ("hidden", hidden)] {
            if experiment.param(key).is_some()
                && let Some(warning) = experiment.set(key, &size.to_string()).first()
            {
                return Err(format!("tensor 'W': {}", warning.message));
            }
        }
        if let Some(temperature) = self.metadata.get("T").filter(|_| !experiment.is_given("T"))
            && let Some(warning) = experiment.set("T", temperature).first()
        {
            return Err(format!("metadata 'T': {}", warning.message));
        }
        let shape = Shape { visible, hidden, marginals: None, temperature: 1.0 };
        let mut model = (experiment.model.build)(shape, &mut Rng::stream(0, "weights", 0));
        let shapes: Vec<Vec<usize>> = model.tensors().into_iter().map(|t| t.shape).collect();
        for (target, expected) in model.tensors_mut().into_iter().zip(shapes) {
            let (shape, values) = self.tensor(target.name)?;
            if shape != expected {
                return Err(format!("tensor '{}' has shape {shape:?}, it must be {expected:?}", target.name));
            }
            target.values.copy_from_slice(&values);
        }
        Ok(model)
    }
}

/// Writes a run's parameters, with `model`, `alphabet` and `T` as metadata.
pub fn write_weights(path: &Path, run: &mut Run) -> Result<(), String> {
    let temperature = run.temperature();
    let model = run.model();
    let tensors: Vec<(&str, Vec<usize>, Vec<u8>)> = model
        .tensors()
        .into_iter()
        .map(|t| (t.name, t.shape, t.values.iter().flat_map(|x| x.to_le_bytes()).collect()))
        .collect();
    let views: Result<Vec<_>, String> = tensors
        .iter()
        .map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(|e| e.to_string())?;
            Ok((*name, view))
        })
        .collect();
    let alphabet = model.space().alphabet(0).map_or("bit", |a| match a {
        ebm::space::Alphabet::Bit => "bit",
        ebm::space::Alphabet::Spin => "spin",
        ebm::space::Alphabet::Real => "real",
    });
    let metadata = HashMap::from([
        ("model".to_string(), model.id().to_string()),
        ("alphabet".to_string(), alphabet.to_string()),
        ("T".to_string(), temperature.to_string()),
    ]);
    let bytes = safetensors::serialize(views?, Some(metadata)).map_err(|e| e.to_string())?;
    std::fs::write(path, bytes).map_err(|e| e.to_string())
}
