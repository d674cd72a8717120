//! A model's parameters as a safetensors file: the same bytes from the tool and from the page.

use crate::{models::Model, session::Run, space::Alphabet};

/// What values the units of a model take, as metadata name it.
pub fn alphabet(model: &dyn Model) -> &'static str {
    model.space().alphabet(0).unwrap_or(Alphabet::Bit).name()
}

/// A run's parameters, with `model`, `alphabet` and `T` as metadata.
///
/// The crate `safetensors` reads such files, in the tool and in the tests. It does not write them, since it puts metadata in the
/// order of a hash map, which is another one each time: one link makes one file. Names are plain words, so nothing is escaped.
pub fn safetensors(run: &mut Run) -> Vec<u8> {
    let temperature = run.temperature();
    let model = run.model();
    let tensors = model.tensors();
    let (id, alphabet) = (model.id(), alphabet(model));
    let mut header = String::new();
    // Without `format!`: the page's first module has this too, and should stay small.
    let mut put = |parts: &[&str]| parts.iter().for_each(|part| header.push_str(part));
    put(&["{\"__metadata__\":{\"model\":\"", id, "\",\"alphabet\":\"", alphabet, "\",\"T\":\""]);
    put(&[&temperature.to_string(), "\"}"]);
    let mut end = 0;
    for tensor in &tensors {
        let from = end;
        end += 4 * tensor.values.len();
        put(&[",\"", tensor.name, "\":{\"dtype\":\"F32\",\"shape\":["]);
        for (k, side) in tensor.shape.iter().enumerate() {
            put(&[if k > 0 { ", " } else { "" }, &side.to_string()]);
        }
        put(&["],\"data_offsets\":[", &from.to_string(), ",", &end.to_string(), "]}"]);
    }
    header.push('}');
    // The numbers begin at a multiple of eight bytes.
    while !header.len().is_multiple_of(8) {
        header.push(' ');
    }
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    for tensor in &tensors {
        bytes.extend(tensor.values.iter().flat_map(|x| x.to_le_bytes()));
    }
    bytes
}
