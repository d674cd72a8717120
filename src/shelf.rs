//! The last data set that came from a file: who starts again on the same data does not unpack them again.
//!
//! One a thread, shared by all figures of a page. What it holds follows from the file's bytes and the experiment alone, so whether
//! a data set was there already never shows in a run.

use crate::{data::Dataset, digest, error::Error, experiment::Experiment};
use std::{cell::RefCell, rc::Rc};

thread_local! {
    static SHELF: RefCell<Option<(String, Rc<Dataset>)>> = const { RefCell::new(None) };
}

/// [`Experiment::dataset`], shared: from the shelf if the last file was the same and was read with the same parameters.
pub fn dataset(experiment: &Experiment, file: Option<&[u8]>) -> Result<Option<Rc<Dataset>>, Error> {
    let from_file = experiment.data.filter(|data| data.build.file.is_some()).zip(file);
    let Some((data, file)) = from_file else { return Ok(experiment.dataset(file)?.map(Rc::new)) };
    let mut name = format!("{} {:016x}", data.id, digest::of_bytes(file));
    for param in data.params {
        name += &experiment.value(param.key).map_or(String::new(), |v| format!(" {}", v.write()));
    }
    let known = SHELF.with_borrow(|shelf| shelf.as_ref().filter(|(n, _)| *n == name).map(|(_, d)| d.clone()));
    if known.is_some() {
        return Ok(known);
    }
    let made = experiment.dataset(Some(file))?.map(Rc::new);
    SHELF.set(made.clone().map(|data| (name, data)));
    Ok(made)
}
