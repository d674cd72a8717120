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
    let mut header =
        format!("{{\"__metadata__\":{{\"model\":\"{id}\",\"alphabet\":\"{alphabet}\",\"T\":\"{temperature}\"}}");
    let mut end = 0;
    for tensor in &tensors {
        let from = end;
        end += 4 * tensor.values.len();
        header += &format!(
            ",\"{}\":{{\"dtype\":\"F32\",\"shape\":{:?},\"data_offsets\":[{from},{end}]}}",
            tensor.name, tensor.shape
        );
    }
    header.push('}');
    // The numbers begin at a multiple of eight bytes.
    while header.len() % 8 > 0 {
        header.push(' ');
    }
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    for tensor in &tensors {
        bytes.extend(tensor.values.iter().flat_map(|x| x.to_le_bytes()));
    }
    bytes
}
