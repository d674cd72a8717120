//! Transfer along lattices against enumeration and against Kaufman's formula.
#![allow(clippy::disallowed_methods)]

use ebm::{
    error::Error,
    exact::{
        self,
        transfer::{Misfit, Transfer},
    },
    experiment::Experiment,
    models::Model,
    registry::Value,
    rng::Rng,
    session::{Run, Session},
};

fn model(link: &str) -> Box<dyn Model> {
    let (experiment, warnings) = Experiment::read(link);
    assert!(warnings.is_empty(), "{link}: {warnings:?}");
    Run::initial_model(&experiment, None, None).expect("a model")
}

fn close(what: &str, a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() < tolerance * (1.0 + b.abs()), "{what}: {a} against {b}");
}

fn agrees_with_enumeration(what: &str, model: &dyn Model, sides: (usize, usize), temperature: f64) {
    let transfer = Transfer::new(model, sides, temperature).unwrap_or_else(|why| panic!("{what}: {why:?}")).law();
    let law = exact::law(model, temperature).unwrap();
    close(what, transfer.log_z, law.log_z, 1e-9);
    close(what, transfer.mean_energy, law.mean_energy, 1e-9);
    close(what, transfer.heat_capacity, law.heat_capacity, 1e-9);
    close(what, transfer.magnetization, law.magnetization, 1e-9);
    if let Some(marginals) = transfer.marginals {
        marginals.iter().zip(law.marginals.unwrap()).for_each(|(a, b)| close(what, *a, b, 1e-9));
    }
}

/// Both boundaries, sides of one and two among them, both signs of J, with and without field, warm and cold.
#[test]
fn lattices_agree_with_enumeration() {
    let sides =
        [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (7, 1), (2, 3), (3, 3), (5, 2), (3, 4), (4, 3), (4, 4), (3, 6)];
    for (rows, cols) in sides {
        for boundary in ["periodic", "open"] {
            for (coupling, field, temperature) in [(1.0, 0.0, 2.3), (0.7, 0.3, 0.9), (-1.2, 0.4, 1.5), (-1.0, 0.0, 0.8)]
            {
                let link = format!(
                    "v=1&model=ising&rows={rows}&cols={cols}&boundary={boundary}&J={coupling}&h={field}&T={temperature}"
                );
                agrees_with_enumeration(&link, &*model(&link), (rows, cols), temperature);
            }
        }
    }
    let link = "v=1&model=ising&rows=4&cols=5&J=0.9&h=-0.1";
    agrees_with_enumeration(link, &*model(link), (4, 5), 2.0);
}

/// Couplings that differ from bond to bond, with random biases or without.
#[test]
fn glasses_agree_with_enumeration() {
    for (rows, cols, instance) in [(2, 5, 0), (3, 4, 1), (4, 4, 2), (6, 3, 3), (1, 9, 4)] {
        let link =
            format!("v=1&model=spin-glass&graph=2d&disorder=gaussian&rows={rows}&cols={cols}&instance={instance}");
        let mut glass = model(&link);
        agrees_with_enumeration(&link, &*glass, (rows, cols), 1.1);
        let tensors: Vec<(Vec<usize>, Vec<f32>)> =
            glass.tensors().into_iter().map(|t| (t.shape, t.values.into_owned())).collect();
        let mut rng = Rng::stream(instance, "biases", 0);
        let bias: Vec<f32> = (0..rows * cols).map(|_| rng.normal() as f32).collect();
        let find = |name: &str| Ok(if name == "b" { (vec![rows * cols], bias.clone()) } else { tensors[0].clone() });
        glass.load(&find).unwrap();
        agrees_with_enumeration(&link, &*glass, (rows, cols), 1.1);
        agrees_with_enumeration(&link, &*glass, (rows, cols), 0.3);
    }
}

/// `ln Z` of a torus without field by Kaufman 1949 (doi:10.1103/PhysRev.76.1232): `n` sites around, `m` along, K = J/T.
///
/// `Z = ½ (2 sinh 2K)^{mn/2} [Π 2cosh(mγ_{2r+1}/2) + Π 2sinh(mγ_{2r+1}/2) + Π 2cosh(mγ_{2r}/2) + Π 2sinh(mγ_{2r}/2)]`
/// with `cosh γ_q = cosh 2K coth 2K − cos(πq/n)` and `γ_0 = 2K + ln tanh K`, whose sign changes at the critical
/// temperature, and with it that of the last product.
fn kaufman(n: usize, m: usize, k: f64) -> f64 {
    let half = m as f64 / 2.0;
    let gamma = |q: usize| {
        let c = (2.0 * k).cosh() / (2.0 * k).tanh() - (std::f64::consts::PI * q as f64 / n as f64).cos();
        if q == 0 { 2.0 * k + k.tanh().ln() } else { (c + (c * c - 1.0).sqrt()).ln() }
    };
    let leading: f64 = (0..n).map(|r| half * gamma(2 * r + 1)).sum();
    // Relative to exp(Σ mγ/2) of the odd ones.
    let product = |first: usize, sign: f64| -> f64 {
        let scale: f64 = (0..n).map(|r| half * gamma(2 * r + first).abs()).sum();
        let factor = |r: usize| {
            let g = half * gamma(2 * r + first);
            let decay = (-2.0 * g.abs()).exp();
            if sign > 0.0 { 1.0 + decay } else { g.signum() * (1.0 - decay) }
        };
        (scale - leading).exp() * (0..n).map(factor).product::<f64>()
    };
    let sum = product(1, 1.0) + product(1, -1.0) + product(0, 1.0) + product(0, -1.0);
    (m * n) as f64 / 2.0 * (2.0 * (2.0 * k).sinh()).ln() + leading + (sum / 2.0).ln()
}

/// At the critical temperature and on both sides of it; energy and heat capacity by differences of the formula.
#[test]
fn tori_agree_with_kaufman() {
    let cases = [(8, 32, 2.269), (32, 8, 3.0), (8, 32, 1.7), (6, 9, 2.269), (4, 64, 2.0), (10, 10, 2.5)];
    for (rows, cols, temperature) in cases {
        let link = format!("v=1&model=ising&rows={rows}&cols={cols}");
        let law = Transfer::new(&*model(&link), (rows, cols), temperature).unwrap().law();
        let log_z = |beta: f64| kaufman(rows, cols, beta);
        let (beta, delta) = (1.0 / temperature, 1e-3);
        close(&link, law.log_z, log_z(beta), 1e-9);
        close(&link, log_z(beta), kaufman(cols, rows, beta), 1e-9);
        // Two differences combined leave an error of the fourth order in δ; rounding adds 1e-16 ln Z/δ and ln Z/δ².
        let slope = |d: f64| (log_z(beta + d) - log_z(beta - d)) / (2.0 * d);
        close(&link, law.mean_energy, -(4.0 * slope(delta) - slope(2.0 * delta)) / 3.0, 1e-6);
        let bend = |d: f64| (log_z(beta + d) - 2.0 * log_z(beta) + log_z(beta - d)) / (d * d);
        let variance = (4.0 * bend(delta) - bend(2.0 * delta)) / 3.0;
        close(&link, law.heat_capacity, variance * beta * beta / (rows * cols) as f64, 1e-5);
        assert_eq!((law.magnetization, law.marginals), (0.0, Some(vec![0.0; rows * cols])));
    }
}

/// The closed form against transfer, on both sides of the critical temperature and at it.
#[test]
fn the_closed_form_agrees_with_transfer() {
    let critical = 2.0 / (1.0 + 2.0_f64.sqrt()).ln();
    for (rows, cols, coupling) in [(3, 3, 1.0), (4, 5, 0.5), (6, 4, -1.0), (7, 30, 1.0), (40, 8, -0.75)] {
        for temperature in [0.6, 0.95, 1.0, 1.05, 3.0].map(|t| t * critical * f64::abs(coupling)) {
            let link = format!("v=1&model=ising&rows={rows}&cols={cols}&J={coupling}");
            let model = model(&link);
            let closed = exact::kaufman::law(&*model, (rows, cols), temperature).expect("a torus");
            let law = Transfer::new(&*model, (rows, cols), temperature).unwrap().law();
            close(&link, closed.log_z, law.log_z, 1e-11);
            close(&link, closed.mean_energy, law.mean_energy, 1e-10);
            close(&link, closed.heat_capacity, law.heat_capacity, 1e-8);
        }
    }
    for link in ["rows=5&cols=4&J=-1", "rows=5&cols=5&h=0.1", "rows=5&cols=5&boundary=open", "rows=2&cols=9"] {
        let (experiment, _) = Experiment::read(&format!("v=1&model=ising&{link}"));
        let sides = (experiment.int("rows") as usize, experiment.int("cols") as usize);
        assert!(exact::kaufman::law(&*model(&experiment.link()), sides, 2.0).is_none(), "{link}");
    }
}

/// Large tori have Onsager's free energy, `ln Z/N = ln(√2 cosh 2K) + (1/π) ∫₀^{π/2} ln(1 + √(1 − κ² sin² φ)) dφ` with
/// `κ = 2 sinh 2K/cosh² 2K`; below the critical temperature there are two phases, `ln 2` more.
#[test]
fn large_tori_have_the_free_energy_of_onsager() {
    for (rows, cols, temperature, phases) in
        [(1024, 1024, 2.0_f64, 2.0_f64), (512, 1024, 3.0, 1.0), (64, 900, 1.0, 2.0)]
    {
        let link = format!("v=1&model=ising&rows={rows}&cols={cols}");
        let law = exact::kaufman::law(&*model(&link), (rows, cols), temperature).expect("a torus");
        let k = 1.0 / temperature;
        let kappa = 2.0 * (2.0 * k).sinh() / (2.0 * k).cosh().powi(2);
        let steps = 4000;
        let at = |i: usize| {
            let sin = ((i as f64 + 0.5) / steps as f64 * std::f64::consts::FRAC_PI_2).sin();
            (1.0 + (1.0 - kappa * kappa * sin * sin).sqrt()).ln()
        };
        let integral = (0..steps).map(at).sum::<f64>() / (2 * steps) as f64;
        let per_site = (2.0_f64.sqrt() * (2.0 * k).cosh()).ln() + integral;
        close(&link, law.log_z, per_site * (rows * cols) as f64 + phases.ln(), 1e-11);
    }
}

/// In a field, `⟨M⟩` is the slope of `T ln Z` with h, `⟨E⟩` that of `−ln Z` with 1/T, on lattices that nothing else
/// sums.
#[test]
fn slopes_of_log_z_agree() {
    for (rows, cols, boundary) in [(6, 8, "periodic"), (12, 20, "open"), (5, 30, "periodic")] {
        let law = |field: f64, beta: f64| {
            let link = format!("v=1&model=ising&rows={rows}&cols={cols}&boundary={boundary}&h={field}");
            Transfer::new(&*model(&link), (rows, cols), 1.0 / beta).unwrap().law()
        };
        // The field is single precision: steps that it holds exactly.
        let (field, beta, delta) = (0.125, 0.4, 1.0 / 1024.0);
        let here = law(field, beta);
        let n = (rows * cols) as f64;
        let slope = (law(field + delta, beta).log_z - law(field - delta, beta).log_z) / (2.0 * delta * beta);
        close("magnetization", here.magnetization, slope / n, 1e-4);
        let slope = (law(field, beta + delta).log_z - law(field, beta - delta).log_z) / (2.0 * delta);
        close("energy", here.mean_energy, -slope, 1e-4);
        let slope = (law(field, beta + delta).mean_energy - law(field, beta - delta).mean_energy) / (2.0 * delta);
        close("heat capacity", here.heat_capacity, -slope * beta * beta / n, 1e-3);
    }
}

/// What is no grid, too wide or too cold is refused.
#[test]
fn what_does_not_fit_is_refused() {
    let why = |link: &str, sides: (usize, usize), temperature: f64| {
        Transfer::new(&*model(link), sides, temperature).err().unwrap_or_else(|| panic!("{link} fits"))
    };
    assert_eq!(why("v=1&model=ising&rows=20&cols=20", (20, 20), 2.0), Misfit::TooWide);
    let ising = "v=1&model=ising&rows=4&cols=9";
    assert!(Transfer::new(&*model(ising), (4, 9), 2.0).is_ok());
    assert_eq!([why(ising, (9, 4), 2.0), why(ising, (3, 9), 2.0)], [Misfit::NoGrid; 2]);
    // Just above the temperature that is named it fits.
    let Misfit::TooCold(least) = why(ising, (4, 9), 0.05) else { panic!("too cold") };
    assert!(Transfer::new(&*model(ising), (4, 9), least * 1.0001).is_ok() && least > 0.05);
    for link in ["v=1&model=hopfield&n=36", "v=1&model=rbm&visible=30&hidden=6", "v=1&model=spin-glass&graph=3d"] {
        assert_eq!(why(link, (6, 6), 2.0), Misfit::NoGrid, "{link}");
    }
    // The length that is named fits, and one more does not.
    for sides in ["rows=12&h=0.1", "rows=13&J=-1", "rows=13&h=-0.2"] {
        let link = |cols: usize| format!("v=1&model=ising&{sides}&cols={cols}");
        let width = model(&link(30)).space().units() / 30;
        let Misfit::TooLong(most) = why(&link(1_024), (width, 1_024), 2.0) else { panic!("{sides} is too long") };
        assert!(Transfer::new(&*model(&link(most)), (width, most), 2.0).is_ok(), "{sides}, {most} long");
        assert_eq!(why(&link(most + 1), (width, most + 1), 2.0), Misfit::TooLong(most));
    }
}

/// What cannot be summed is told by the key that is in the way, and what could be.
#[test]
fn errors_say_what_can_be_summed() {
    for (link, sides, key, said) in [
        ("v=1&model=ising&rows=20&cols=30&h=0.1", (20, 30), "rows", "at most 16 sites"),
        ("v=1&model=ising&rows=30&cols=20&h=0.1", (30, 20), "cols", "at most 16 sites"),
        ("v=1&model=ising&rows=30&cols=6&h=0.1&T=0.05", (30, 6), "T", "T must be at least"),
        ("v=1&model=ising&rows=16&cols=20&h=0.1", (16, 20), "rows", "narrower, or open"),
        ("v=1&model=ising&rows=12&cols=400&h=0.1", (12, 400), "cols", "at most 390 sites"),
    ] {
        let temperature = Experiment::read(link).0.float("T");
        match exact::lattice(&*model(link), sides, temperature).err() {
            Some(Error::Value { key: named, why }) => {
                assert!(named == key && why.contains(said) && why.contains("closed form"), "{link}: {named}, {why}");
            }
            other => panic!("{link}: {other:?}"),
        }
    }
    let hopfield = exact::lattice(&*model("v=1&model=hopfield&n=36"), (0, 0), 1.0).err();
    assert_eq!(hopfield, Some(Error::TooLarge { units: 36, limit: 24 }));
}

/// Neither burn-in nor sweeps at another temperature count in the rates: as many offers as a run of its own would make.
#[test]
fn rates_count_from_the_last_change_of_temperature() {
    for system in [
        "model=ising&rows=3&cols=3&sampler=metropolis",
        "model=ising&rows=3&cols=3&sampler=gibbs",
        "model=ising&rows=3&cols=3&sampler=wolff",
        "model=ising&rows=64&cols=64&sampler=metropolis",
        "model=spin-glass&rows=6&cols=6&sampler=metropolis&chains=64",
    ] {
        let run = |burn: u64, sweeps: u64| {
            let link = format!("#v=1&{system}&seed=7&T=2&burn={burn}");
            let (experiment, warnings) = Experiment::read(&link);
            assert!(warnings.is_empty(), "{link}: {warnings:?}");
            let mut run = Run::new(experiment, None).unwrap();
            run.advance(sweeps).unwrap();
            run
        };
        let fresh = run(0, 5).rates();
        assert!(fresh[0].of > 0);
        // As the reader changes it, and as a link repeats that.
        let mut live = run(7, 15);
        live.change("T", Value::Float(0.1));
        let mut again = Run::new(live.experiment().clone(), None).unwrap();
        again.advance(15).unwrap();
        for mut run in [live, again] {
            assert_eq!(run.rates(), [], "{system}: none at the present temperature yet");
            run.advance(5).unwrap();
            let after = run.rates();
            assert_eq!((after[0].name, after[0].of), (fresh[0].name, fresh[0].of), "{system}");
            assert!(after[0].hits < fresh[0].hits || system.contains("wolff"), "{system}: {after:?}");
        }
        assert_eq!(run(7, 0).rates(), [], "{system}: burn-in does not count");
    }
}
