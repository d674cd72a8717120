//! Weights from files: what the tool computes of them against plain sums, and files it must refuse.

use crate::{
    joint::{Joint, Parameters},
    tool::{self, json, number, refused},
};
use ebm::experiment::Experiment;
use safetensors::{Dtype, SafeTensors, serialize, tensor::TensorView};
use serde_json::{Value, json as value};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

type Tensor = (&'static str, Vec<usize>, Vec<f32>);
/// Shape and bytes.
type Stored = (Vec<usize>, Vec<u8>);

/// The tensors of a file of these parameters.
fn tensors(p: &Parameters) -> Vec<Tensor> {
    let (n, m) = (p.b.len(), p.c.len());
    vec![("W", vec![n, m], p.w.clone()), ("b", vec![n], p.b.clone()), ("c", vec![m], p.c.clone())]
}

fn write(path: &Path, tensors: &[Tensor], metadata: &[(&str, &str)]) {
    let bytes: Vec<Vec<u8>> = tensors.iter().map(|t| t.2.iter().flat_map(|x| x.to_le_bytes()).collect()).collect();
    let view = |(t, bytes): (&Tensor, &Vec<u8>)| (t.0, t.1.clone(), bytes.clone());
    let parts: Vec<_> = tensors.iter().zip(&bytes).map(view).collect();
    let views = parts.iter().map(|(name, shape, b)| (*name, TensorView::new(Dtype::F32, shape.clone(), b).unwrap()));
    let metadata: HashMap<String, String> = metadata.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    fs::write(path, serialize(views, Some(metadata)).unwrap()).unwrap();
}

/// Names with shapes and bytes, and the metadata, of a file.
fn read(path: &Path) -> (BTreeMap<String, Stored>, BTreeMap<String, String>) {
    let bytes = fs::read(path).unwrap();
    let metadata = SafeTensors::read_metadata(&bytes).unwrap().1.metadata().clone().unwrap_or_default();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let tensor = |(name, view): (String, TensorView)| {
        assert_eq!(view.dtype(), Dtype::F32, "{name}");
        (name, (view.shape().to_vec(), view.data().to_vec()))
    };
    (file.tensors().into_iter().map(tensor).collect(), metadata.into_iter().collect())
}

/// Double precision over 1,024 states of order one loses less than 1e-12; single-precision weights are exact in it.
fn close(name: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-10 * (1.0 + expected.abs()), "{name}: {found}, expected {expected}");
}

fn all_close(name: &str, found: &Value, expected: &[f64]) {
    let found = found.as_array().unwrap_or_else(|| panic!("{name} is a list"));
    assert_eq!(found.len(), expected.len(), "{name}");
    found.iter().zip(expected).for_each(|(f, e)| close(name, number(f), *e));
}

/// `exact` and `logz` of a file never seen, at T ≠ 1 with biases, are sums over all joint states; the link's T goes first.
#[test]
fn exact_agrees_with_plain_sums() {
    let folder = tempfile::tempdir().unwrap();
    for (visible, hidden, seed) in [(6, 4, 71), (4, 6, 72)] {
        let parameters = Parameters::random(visible, hidden, 1.3, seed);
        let path = folder.path().join(format!("{seed}.safetensors"));
        write(&path, &tensors(&parameters), &[("model", "rbm"), ("alphabet", "bit"), ("T", "1.7")]);
        let file = path.to_str().unwrap();
        for (link, temperature) in [("v=1&model=rbm", 1.7), ("#v=1&model=rbm&T=0.6", 0.6), ("v=1&model=rbm&T=1", 1.0)] {
            let joint = Joint::of(&parameters, temperature);
            let units = visible + hidden;
            let energy = joint.mean(|s| s.energy);
            let spread = joint.mean(|s| (s.energy - energy) * (s.energy - energy));
            let exact = json(&["exact", link, "--json", "--weights", file]);
            close("log_z", number(&exact["log_z"]), joint.log_z);
            close("mean_energy", number(&exact["mean_energy"]), energy);
            close("energy_per_spin", number(&exact["energy_per_spin"]), energy / units as f64);
            let heat = spread / (units as f64 * temperature * temperature);
            close("heat_capacity", number(&exact["heat_capacity"]), heat);
            let magnetization = joint.mean(|s| s.x.iter().sum::<f64>().abs() / units as f64);
            close("abs_magnetization", number(&exact["abs_magnetization"]), magnetization);
            let marginals: Vec<f64> = (0..units).map(|i| joint.mean(|s| s.x[i])).collect();
            all_close("marginals", &exact["marginals"], &marginals);
            let pairs = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j)));
            let pairs: Vec<f64> = pairs.map(|(i, j)| joint.mean(|s| s.x[i] * s.x[j])).collect();
            all_close("correlations", &exact["correlations"], &pairs);
            let logz = json(&["logz", link, "--method", "exact", "--json", "--weights", file]);
            close("log_z", number(&logz["log_z"]), joint.log_z);
        }
    }
}

/// With data, the log-likelihood and the mean free energy of the pictures are those of plain sums.
#[test]
fn likelihood_and_free_energy_agree_with_plain_sums() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let parameters = Parameters::random(4, 6, 1.3, 73);
    write(&path, &tensors(&parameters), &[("model", "rbm"), ("alphabet", "bit"), ("T", "1.7")]);
    let data = Experiment::read("v=1&data=bars-and-stripes&n=2").0.dataset(None).unwrap().unwrap();
    let joint = Joint::of(&parameters, 1.7);
    let log_p = |e: usize| joint.log_p(&data.example(e).iter().map(|&x| f64::from(x)).collect::<Vec<f64>>());
    let likelihood = (0..data.len()).map(log_p).sum::<f64>() / data.len() as f64;
    let link = "v=1&model=rbm&data=bars-and-stripes&n=2";
    let file = path.to_str().unwrap();
    let run = json(&["run", link, "--json", "--weights", file]);
    let seen = &run["observables"];
    close("log_z", number(&seen["log_z"]), joint.log_z);
    close("free_energy", number(&seen["free_energy"]), -1.7 * (likelihood + joint.log_z));
    for report in [
        seen,
        &json(&["exact", link, "--json", "--weights", file]),
        &json(&["logz", link, "--method", "exact", "--json", "--weights", file]),
    ] {
        close("log_likelihood", number(&report["log_likelihood"]), likelihood);
    }
}

/// What the link says of `T` goes before the file, also at the default; where they differ a warning says so, and the report's link
/// leads back to the report. Sizes are the file's.
#[test]
fn explicit_keys_of_the_link_go_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    write(&path, &tensors(&Parameters::random(4, 3, 1.3, 76)), &[("model", "rbm"), ("alphabet", "bit"), ("T", "1.7")]);
    let file = path.to_str().unwrap();
    let codes = |report: &Value| -> Vec<String> {
        let warnings = report["warnings"].as_array().unwrap().iter();
        warnings
            .map(|w| format!("{} {} {}", w["code"].as_str().unwrap(), w["key"].as_str().unwrap(), w["used"]))
            .collect()
    };
    let report = |link: &str| json(&["run", link, "--json", "--weights", file]);
    let chain = "v=1&model=rbm&sampler=gibbs&steps=20&seed=8";
    let (of_file, given) = (report(chain), report(&format!("{chain}&T=1")));
    assert_eq!((codes(&of_file), codes(&report(&format!("{chain}&T=1.7")))), (vec![], vec![]));
    assert_eq!(codes(&given), ["link-over-file T \"1\""]);
    assert_ne!(of_file["digest"], given["digest"]);
    for (before, said) in [(&of_file, 0), (&given, 1)] {
        let again = report(before["link"].as_str().unwrap());
        assert_eq!((&again["digest"], &again["link"]), (&before["digest"], &before["link"]));
        assert_eq!(codes(&again).len(), said);
    }
    assert_eq!(codes(&report(&format!("{chain}&hidden=9"))), ["file-over-link hidden \"3\""]);
    let logz = json(&["logz", "v=1&model=rbm&T=1", "--method", "exact", "--json", "--weights", file]);
    assert_eq!(codes(&logz), ["link-over-file T \"1\""]);
}

/// 72 units of a Boltzmann machine, of which the 60 hidden ones sum out: the numbers of the same parameters as an RBM.
#[test]
fn hidden_units_without_couplings_sum_out_of_a_boltzmann_machine() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = tensors(&Parameters::random(12, 60, 0.5, 75));
    let [rbm, machine, coupled] = ["rbm", "machine", "coupled"].map(|name| folder.path().join(name));
    write(&rbm, &all, &[("model", "rbm"), ("alphabet", "bit"), ("T", "1.7")]);
    all.push(("L", vec![12, 12], vec![0.0; 144]));
    all.push(("J", vec![60, 60], vec![0.0; 3600]));
    let metadata = [("model", "boltzmann"), ("alphabet", "bit"), ("T", "1.7")];
    write(&machine, &all, &metadata);
    let (rbm, machine) = (rbm.to_str().unwrap(), machine.to_str().unwrap());
    let of_rbm = json(&["exact", "v=1&model=rbm", "--json", "--weights", rbm]);
    let of_machine = json(&["exact", "v=1&model=boltzmann", "--json", "--weights", machine]);
    assert_eq!(of_machine, of_rbm);
    let logz = json(&["logz", "v=1&model=boltzmann", "--method", "exact", "--json", "--weights", machine]);
    assert_eq!((&logz["log_z"], &logz["states"]), (&of_rbm["log_z"], &value!(4096)));
    // One coupling inside each layer, and nothing sums out.
    for tensor in [3, 4] {
        let side = all[tensor].1[0];
        (all[tensor].2[1], all[tensor].2[side]) = (0.5, 0.5);
    }
    write(&coupled, &all, &metadata);
    refused(&["exact", "v=1&model=boltzmann", "--weights", coupled.to_str().unwrap()], "72 units");
}

/// Correlations are listed up to 64 units and left out above.
#[test]
fn correlations_are_left_out_above_64_units() {
    let folder = tempfile::tempdir().unwrap();
    for (visible, listed) in [(59, true), (60, false)] {
        let path = folder.path().join(format!("{visible}.safetensors"));
        write(&path, &tensors(&Parameters::random(visible, 5, 0.5, 74)), &[("T", "2")]);
        let exact = json(&["exact", "v=1&model=rbm", "--json", "--weights", path.to_str().unwrap()]);
        assert_eq!(exact.get("correlations").is_some(), listed, "{visible} + 5 units");
        assert_eq!(exact["marginals"].as_array().unwrap().len(), visible + 5);
    }
}

/// Chains on a file's weights give the enumerated mean energy within their own error.
#[test]
fn sampling_agrees_with_plain_sums() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let parameters = Parameters::random(6, 4, 1.0, 75);
    write(&path, &tensors(&parameters), &[("model", "rbm"), ("alphabet", "bit"), ("T", "1.7")]);
    let exact = Joint::of(&parameters, 1.7).mean(|s| s.energy);
    for sampler in ["block-gibbs", "gibbs", "metropolis", "tempering", "simulated-tempering"] {
        let link = format!("v=1&model=rbm&sampler={sampler}&chains=20&burn=200&steps=3000&seed=5");
        let report = json(&["run", &link, "--json", "--weights", path.to_str().unwrap()]);
        let energy = &report["estimates"]["energy"];
        let (mean, error) = (number(&energy["mean"]), number(&energy["stderr"]));
        // Five standard errors: 6e-7 each. 60,000 draws of 40 half-chains: R² − 1 < (39 + 2√(39·14) + 28)/(39 n) · τ with
        // n = 1,500 and τ < 6 but for 1e-6 (Laurent & Massart 2000, x = 14), which is R < 1.006.
        assert!((mean - exact).abs() < 5.0 * error, "{sampler}: {mean} ± {error}, expected {exact}");
        assert!(error < 0.05 && number(&energy["rhat"]) < 1.006, "{sampler}: {energy}");
    }
}

/// Chains frozen in different states have a large R-hat, not none.
#[test]
fn frozen_chains_have_a_large_rhat() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    // Both units off (E = 0) or both on (E = −10), 50 or more of energy between: at T = 0.05 no chain ever leaves.
    write(&path, &tensors(&Parameters { w: vec![110.0], b: vec![-50.0], c: vec![-50.0] }), &[("T", "0.05")]);
    let link = "v=1&model=rbm&sampler=gibbs&chains=12&steps=50";
    let report = json(&["run", link, "--json", "--weights", path.to_str().unwrap()]);
    let energy = &report["estimates"]["energy"];
    let mean = number(&energy["mean"]);
    assert!(mean < -0.5 && mean > -9.5, "chains of both kinds: {energy}");
    assert!(energy["rhat"].as_f64().is_some_and(|r| r > 100.0), "{energy}");
}

/// What `--export` writes, `--weights` reads: the same tensors bit for bit, the same metadata.
#[test]
fn exported_weights_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["1.safetensors", "2.safetensors"].map(|name| folder.path().join(name));
    let (one, two) = (first.to_str().unwrap(), second.to_str().unwrap());
    let link = "v=1&data=bars-and-stripes&n=2&hidden=3&trainer=cd&T=1.3&lr=0.3&steps=40";
    let trained = json(&["run", link, "--json", "--export", one]);
    let short = "v=1&data=bars-and-stripes&n=2&trainer=cd";
    let loaded = json(&["run", short, "--json", "--weights", one, "--export", two]);
    let (tensors, metadata) = read(&first);
    assert_eq!((&tensors, &metadata), (&read(&second).0, &read(&second).1));
    let shapes: Vec<(&str, Vec<usize>)> = tensors.iter().map(|(name, t)| (name.as_str(), t.0.clone())).collect();
    assert_eq!(shapes, [("W", vec![4, 3]), ("b", vec![4]), ("c", vec![3])]);
    let expected = [("T", "1.3"), ("alphabet", "bit"), ("model", "rbm")];
    assert_eq!(metadata.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!((&loaded["steps"], &trained["steps"]), (&0.into(), &40.into()));
    for name in ["log_z", "log_likelihood", "free_energy"] {
        assert_eq!(loaded["observables"][name], trained["observables"][name], "{name}");
    }
}

/// A file that does not fit is refused in one line that names `--weights` and what is wrong in it.
#[test]
fn files_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let file = path.to_str().unwrap();
    let check = |link: &str, word: &str| {
        for arguments in [&["exact", link, "--weights", file][..], &["run", link, "--weights", file, "--json"]] {
            refused(arguments, "--weights");
            refused(arguments, word);
        }
    };
    let model = "v=1&model=rbm";
    check(model, file);
    for bytes in [&b""[..], b"no safetensors\n\n", &[255; 100], &[8, 0, 0, 0, 0, 0, 0, 0, b'{', b'}'], &[0; 64]] {
        fs::write(&path, bytes).unwrap();
        check(model, "safetensors");
    }
    let good = || tensors(&Parameters::random(4, 3, 1.0, 76));
    write(&path, &good(), &[]);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    check(model, "safetensors");
    for (at, name) in ["W", "b", "c"].into_iter().enumerate() {
        let quoted = format!("'{name}'");
        let mut missing = good();
        missing.remove(at);
        write(&path, &missing, &[]);
        check(model, &quoted);
        for bad in [f32::NAN, f32::INFINITY] {
            let mut poisoned = good();
            poisoned[at].2[1] = bad;
            write(&path, &poisoned, &[]);
            check(model, &quoted);
        }
    }
    for (at, shape, name) in [
        (0, vec![12], "'W'"),
        (0, vec![3, 4], "'b'"),
        (0, vec![4, 3, 1], "'W'"),
        (1, vec![2, 2], "'b'"),
        (2, vec![1, 3], "'c'"),
        (0, vec![2, 6], "'b'"),
    ] {
        let mut reshaped = good();
        reshaped[at].1 = shape;
        write(&path, &reshaped, &[]);
        check(model, name);
    }
    write(&path, &[("W", vec![0, 3], vec![]), ("b", vec![0], vec![]), ("c", vec![3], vec![0.0; 3])], &[]);
    check(model, "'W'");
    write(&path, &tensors(&Parameters { w: vec![0.0; 5_000], b: vec![0.0], c: vec![0.0; 5_000] }), &[]);
    check(model, "5000");
    for (key, value) in [
        ("T", "warm"),
        ("T", "0"),
        ("T", "-1"),
        ("T", "NaN"),
        ("T", ""),
        ("T", "1\n2"),
        ("model", "ising"),
        ("model", "r\nbm"),
        ("alphabet", "spin"),
    ] {
        write(&path, &good(), &[(key, value)]);
        check(model, if key == "T" { "'T'" } else { key });
    }
    write(&path, &good(), &[]);
    check("v=1&model=rbm&data=bars-and-stripes&n=3", "visible");
    let f64s = vec![0; 12 * 8];
    let wide = [("W", TensorView::new(Dtype::F64, vec![4, 3], &f64s).unwrap())];
    fs::write(&path, serialize(wide, None).unwrap()).unwrap();
    check(model, "F32");
}

/// Weights too many to sum over are refused by `exact` and `logz`, and it is the file that is named.
#[test]
fn weights_too_large_to_enumerate_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let file = path.to_str().unwrap();
    write(&path, &tensors(&Parameters::random(30, 25, 0.1, 77)), &[]);
    refused(&["exact", "v=1&model=rbm", "--weights", file], "--weights");
    refused(&["logz", "v=1&model=rbm", "--method", "exact", "--weights", file], "--weights");
}

/// Spins from a file: `w` must be symmetric with a zero diagonal; what comes out is what the file says.
#[test]
fn couplings_of_spins_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let file = |w: [f32; 4], b: [f32; 2]| {
        let bytes = |x: &[f32]| x.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
        let (w, b) = (bytes(&w), bytes(&b));
        let view = |shape, data| safetensors::tensor::TensorView::new(safetensors::Dtype::F32, shape, data).unwrap();
        let views = vec![("w", view(vec![2, 2], &w)), ("b", view(vec![2], &b))];
        std::fs::write(&path, safetensors::serialize(views, None).unwrap()).unwrap();
    };
    let weights = path.to_str().unwrap();
    let arguments = ["exact", "v=1&model=two-spins&T=2", "--json", "--weights", weights];
    file([0.0, 0.75, 0.75, 0.0], [0.25, -0.125]);
    let exact = json(&arguments);
    // ⟨σ1σ2⟩ and ln Z of the four states at T = 2.
    let weight = |a: f64, b: f64| ebm::num::exp((0.75 * a * b + 0.25 * a - 0.125 * b) / 2.0);
    let (same, unlike) = (weight(1.0, 1.0) + weight(-1.0, -1.0), weight(1.0, -1.0) + weight(-1.0, 1.0));
    close("log_z", number(&exact["log_z"]), ebm::num::ln(same + unlike));
    close("correlation", number(&exact["correlations"][0]), (same - unlike) / (same + unlike));
    for (w, word) in [([0.0, 0.8, 0.7, 0.0], "symmetric"), ([0.5, 0.8, 0.8, 0.0], "diagonal")] {
        file(w, [0.0, 0.0]);
        let output = tool::command(&arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).to_string();
        assert!(output.status.code() == Some(2) && error.contains(word) && error.lines().count() == 1, "{error}");
    }
}

/// A Max-Cut instance from a file, annealed: the cut is told; a damaged file's line is named.
#[test]
fn an_instance_comes_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.txt");
    std::fs::write(&path, "5 5\n1 2 1\n2 3 2\n3 4 3\n4 5 4\n5 1 5\n").unwrap();
    let instance = path.to_str().unwrap();
    let link = "v=1&model=spin-glass&sampler=annealing&steps=100&chains=4";
    let report = json(&["run", link, "--json", "--instance", instance]);
    assert_eq!((number(&report["observables"]["cut"]), number(&report["observables"]["lowest_energy"])), (14.0, -13.0));
    let fails = |arguments: &[&str], word: &str| {
        let output = tool::command(arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).to_string();
        assert!(output.status.code() == Some(2) && error.contains(word), "{arguments:?}: {error}");
    };
    fails(&["run", "v=1&model=hopfield", "--instance", instance], "hopfield");
    std::fs::write(&path, "5 5\n1 2 1\n2 9 2\n").unwrap();
    fails(&["run", link, "--instance", instance], "line 3");
}

/// A Boltzmann machine of spins from a file, with and without hidden units: as it is, and put into bits where the link asks for
/// them, one distribution; log Z differs by the constant of the map, and AIS finds it within its interval.
#[test]
fn a_boltzmann_machine_comes_in_both_alphabets() {
    let folder = tempfile::tempdir().unwrap();
    let temperature = 1.3;
    for (n, m) in [(3, 2), (4, 0)] {
        let units = n + m;
        let value = |k: usize| (k * 37 % 19) as f32 / 16.0 - 0.5;
        let symmetric = |n: usize, at: usize| -> Vec<f32> {
            let entry = |i: usize, j: usize| if i == j { 0.0 } else { value(at + i.min(j) * n + i.max(j)) };
            (0..n * n).map(|k| entry(k / n, k % n)).collect()
        };
        let (w, l, j) = ((0..n * m).map(value).collect::<Vec<f32>>(), symmetric(n, 40), symmetric(m, 80));
        let (b, c) = ((0..n).map(|i| value(i + 7)).collect::<Vec<f32>>(), (0..m).map(|i| value(i + 11)).collect());
        let tensors = [
            ("W", vec![n, m], w.clone()),
            ("b", vec![n], b.clone()),
            ("c", vec![m], c),
            ("L", vec![n, n], l.clone()),
            ("J", vec![m, m], j.clone()),
        ];
        let path = folder.path().join(format!("{n}.safetensors"));
        write(&path, &tensors, &[("model", "boltzmann"), ("alphabet", "spin"), ("T", "1.3")]);
        let file = path.to_str().unwrap();
        // Plain sums over all states.
        let coupling = |i: usize, k: usize| match (i.min(k), i.max(k)) {
            (i, k) if k < n => l[i * n + k],
            (i, k) if i < n => w[i * m + k - n],
            (i, k) => j[(i - n) * m + k - n],
        };
        let bias = |i: usize| if i < n { tensors[1].2[i] } else { tensors[2].2[i - n] };
        let (mut z, mut up) = (0.0, vec![0.0; units]);
        for code in 0..1usize << units {
            let x: Vec<f64> = (0..units).map(|i| (code >> i & 1) as f64 * 2.0 - 1.0).collect();
            let pairs = (0..units).flat_map(|i| (0..i).map(move |k| (i, k)));
            let energy = -(0..units).map(|i| f64::from(bias(i)) * x[i]).sum::<f64>()
                - pairs.map(|(i, k)| f64::from(coupling(i, k)) * x[i] * x[k]).sum::<f64>();
            let p = ebm::num::exp(-energy / temperature);
            z += p;
            up.iter_mut().zip(&x).for_each(|(sum, x)| *sum += p * (x + 1.0) / 2.0);
        }
        let ln_z = ebm::num::ln(z);
        let constant = (0..units).map(|i| f64::from(bias(i))).sum::<f64>()
            - (0..units).flat_map(|i| (0..i).map(move |k| (i, k))).map(|(i, k)| f64::from(coupling(i, k))).sum::<f64>();
        let spins = json(&["exact", "v=1&model=boltzmann", "--json", "--weights", file]);
        let bits = json(&["exact", "v=1&model=boltzmann&alphabet=bit&T=1.3", "--json", "--weights", file]);
        close("log_z", number(&spins["log_z"]), ln_z);
        all_close("spins", &spins["marginals"], &up.iter().map(|p| 2.0 * p / z - 1.0).collect::<Vec<f64>>());
        // The parameters above are multiples of 1/16: bits hold them exactly.
        close("log_z", number(&bits["log_z"]), ln_z + constant / temperature);
        all_close("bits", &bits["marginals"], &up.iter().map(|p| p / z).collect::<Vec<f64>>());
        let annealed = json(&["logz", "v=1&model=boltzmann", "--method", "ais", "--json", "--weights", file]);
        let interval = &annealed["interval"];
        assert!(number(&interval[0]) < ln_z && ln_z < number(&interval[1]), "{annealed}");
        assert!(number(&annealed["stderr"]) < 0.02);
    }
}
