//! Learning rules: gradients against finite differences, CD against its definition, the engine against the reference.

mod common;

use common::{bars, random_rbm};
use ebm::{
    data::Dataset,
    digest,
    engines::sparse_rbm::SparseRbm,
    exact,
    experiment::Experiment,
    models::{Model, TwoLayers, rbm::Rbm},
    num,
    rng::Rng,
    session::Run,
    trainers::{Batch, Expectations, Learner, Settings, Start, TRAINERS, cd::TruncatedChain, exact::Enumeration},
};

/// Means of both phases of CD-k over many batches: sums in double precision, so that only chance is left.
fn cd_means(model: &Rbm, data: &Dataset, k: usize, temperature: f64, batches: u64) -> [Vec<Vec<f64>>; 2] {
    let examples: Vec<u32> = (0..510).map(|i| i % data.training() as u32).collect();
    let zeros: Vec<Vec<f64>> = model.tensors().iter().map(|t| vec![0.0; t.values.len()]).collect();
    let mut means = [zeros.clone(), zeros];
    for batch in 0..batches {
        let rng = &mut Rng::stream(77 + k as u64, "cd", batch);
        let batch = Batch { data, examples: &examples };
        let (positive, negative) =
            TruncatedChain::default().phases(model, batch, &settings(k, temperature), rng).unwrap();
        for (means, phase) in means.iter_mut().zip([positive, negative]) {
            for (mean, sum) in means.iter_mut().flatten().zip(phase.sums.iter().flatten()) {
                *mean += f64::from(*sum) / (510 * batches) as f64;
            }
        }
    }
    means
}

fn settings(k: usize, temperature: f64) -> Settings {
    Settings { rate: 0.1, momentum: 0.6, decay: 0.01, k, temperature }
}

/// `∂⟨ln p⟩/∂θ` by central differences of the exact log-likelihood, for every parameter, at T ≠ 1.
#[test]
fn the_exact_gradient_is_the_slope_of_the_exact_log_likelihood() {
    let data = bars(2);
    let temperature = 1.4;
    let model = random_rbm(4, 3, 0.7, 31);
    let batch = Batch { data: &data, examples: &[0] };
    let rng = &mut Rng::stream(0, "unused", 0);
    let (positive, negative) = Enumeration.phases(&model, batch, &settings(1, temperature), rng).unwrap();
    let likelihood = |model: &Rbm| {
        let log_z = exact::log_z(model, temperature).unwrap();
        exact::log_likelihood(model, &data, temperature, log_z).unwrap()
    };
    let step = 1.0 / 1024.0;
    for tensor in 0..3 {
        for at in 0..model.tensors()[tensor].values.len() {
            let shifted = |by: f32| {
                let mut copy = model.clone();
                let before = copy.tensors()[tensor].values[at];
                copy.tensors_mut()[tensor].values[at] = before + by;
                // What the single-precision parameter really moved by.
                (likelihood(&copy), f64::from(copy.tensors()[tensor].values[at]) - f64::from(before))
            };
            let ((up, high), (down, low)) = (shifted(step), shifted(-step));
            let slope = (up - down) / (high - low);
            let data_mean = f64::from(positive.sums[tensor][at]) / f64::from(positive.count);
            let model_mean = f64::from(negative.sums[tensor][at]) / f64::from(negative.count);
            let gradient = (data_mean - model_mean) / temperature;
            assert!((gradient - slope).abs() < 2e-6, "tensor {tensor}, entry {at}: {gradient} against {slope}");
        }
    }
}

/// The mean of many CD-k updates is `⟨v h⟩_data − ⟨v h⟩_k` with the k-step law enumerated through the transition matrix.
#[test]
fn cd_is_its_definition() {
    let temperature = 1.3;
    let model = random_rbm(3, 2, 1.0, 41);
    let data = Dataset::new(1, 3, vec![1, 0, 1], 1);
    for k in [1, 3] {
        // p(v') after k sweeps from the example, exactly.
        let p_hidden = |v: usize, h: usize| conditional(&model, temperature, v, h, true);
        let p_visible = |h: usize, v: usize| conditional(&model, temperature, v, h, false);
        let mut law = [0.0; 8];
        law[0b101] = 1.0;
        for _ in 0..k {
            let mut next = [0.0; 8];
            for (v, &p) in law.iter().enumerate() {
                for h in 0..4 {
                    for (w, q) in next.iter_mut().enumerate() {
                        *q += p * p_hidden(v, h) * p_visible(h, w);
                    }
                }
            }
            law = next;
        }
        // Many chains that all start at the example; hidden units by their mean.
        let chains = 510 * 64;
        let [positive, negative] = cd_means(&model, &data, k, temperature, 64);
        for i in 0..3 {
            let exact: f64 = (0..8).filter(|v| v >> i & 1 == 1).map(|v| law[v]).sum();
            let mean = negative[1][i];
            // Six standard errors of a mean of independent bits: false alarm below 1e-8 each.
            assert!((mean - exact).abs() < 6.0 * (exact * (1.0 - exact) / chains as f64).sqrt());
            for j in 0..2 {
                let on = |v: usize| (v >> i & 1) as f64 * mean_hidden(&model, temperature, v, j);
                let exact: f64 = (0..8).map(|v| law[v] * on(v)).sum();
                let square: f64 = (0..8).map(|v| law[v] * on(v) * on(v)).sum();
                let mean = negative[0][i * 2 + j];
                let error = ((square - exact * exact) / chains as f64).sqrt();
                assert!((mean - exact).abs() < 6.0 * error + 1e-5, "W[{i},{j}], k = {k}: {mean} against {exact}");
                assert!((positive[0][i * 2 + j] - on(0b101)).abs() < 1e-5);
            }
        }
    }
}

fn mean_hidden(model: &Rbm, temperature: f64, v: usize, j: usize) -> f64 {
    let field: f64 = (0..3).filter(|i| v >> i & 1 == 1).map(|i| f64::from(model.weights()[i * 2 + j])).sum();
    num::sigmoid64((f64::from(model.hidden_bias()[j]) + field) / temperature)
}

/// `p(h given v)` or `p(v given h)` of whole layers, from the energies alone.
fn conditional(model: &Rbm, temperature: f64, v: usize, h: usize, hidden: bool) -> f64 {
    let weight = |v: usize, h: usize| {
        let state = exact::decode(model, (v | h << 3) as u32);
        num::exp(-ebm::models::Energy::energy(model, &state) / temperature)
    };
    let all: f64 = if hidden { (0..4).map(|g| weight(v, g)).sum() } else { (0..8).map(|u| weight(u, h)).sum() };
    weight(v, h) / all
}

#[test]
fn the_expected_cd_update_approaches_the_exact_gradient_as_k_grows() {
    let data = bars(2);
    let model = random_rbm(4, 3, 1.5, 51);
    let exact = model.statistics().unwrap().of_moments(&exact::moments(&model, 1.0).unwrap());
    let distance = |k: usize| {
        let [_, negative] = cd_means(&model, &data, k, 1.0, 100);
        let difference = |(a, b): (&f64, &f32)| (a - f64::from(*b)).abs();
        negative.iter().flatten().zip(exact.iter().flatten()).map(difference).fold(0.0, f64::max)
    };
    // 51,000 chains: a mean's standard error is below 0.0023; 6 of them are never met by chance.
    let (one, many) = (distance(1), distance(60));
    assert!(one > 0.035 && many < 0.0135, "largest difference at k = 1: {one}, at k = 60: {many}");
}

/// Same order of sums, same bits: after several updates, parameters and chains have one digest.
#[test]
fn the_engine_equals_the_reference_bit_for_bit() {
    // Sizes around the engine's tiles and groups, odd batches, several sweeps, T ≠ 1, momentum and decay.
    for (visible, hidden, k, size, temperature) in
        [(16, 16, 1, 4, 1.0), (25, 13, 2, 7, 1.7), (9, 33, 1, 1, 0.6), (36, 20, 3, 10, 1.2)]
    {
        let n = (visible as f64).sqrt() as usize;
        let data = bars(n);
        let start = random_rbm(visible, hidden, 0.3, 61);
        for (trainer, chains) in [("cd", 0), ("pcd", 5)] {
            let link = format!("v=1&model=rbm&data=bars-and-stripes&n={n}&trainer={trainer}");
            let (experiment, warnings) = Experiment::read(&link);
            assert!(warnings.is_empty(), "{warnings:?}");
            let mut rng = Rng::stream(3, "chains", 0);
            let chain = |_| (0..visible + hidden).map(|_| (rng.word() >> 31) as f32).collect();
            let chains = Start { chains: (0..chains).map(chain).collect() };
            let mut engine = SparseRbm::new(&start, &data, &chains.chains);
            let mut reference = Run::reference(&experiment, &start, &chains).unwrap();
            let settings = settings(k, temperature);
            for step in 0..12 {
                let examples: Vec<u32> = (0..size).map(|e| (step * 5 + e * 3) % data.training() as u32).collect();
                let batch = Batch { data: &data, examples: &examples };
                engine.update(batch, &settings, &mut Rng::stream(8, "train", u64::from(step))).unwrap();
                reference.update(batch, &settings, &mut Rng::stream(8, "train", u64::from(step))).unwrap();
            }
            let state = |learner: &dyn Learner| {
                let mut model = Rbm::zeros(visible, hidden);
                learner.store(&mut model);
                digest::digest(12, &model, &learner.chains())
            };
            assert_eq!(state(&engine), state(&*reference), "{trainer}, {visible} × {hidden}");
        }
    }
}

/// Every trainer that learns from data raises the exact log-likelihood of small data, and refuses nothing it should take.
#[test]
fn every_trainer_learns() {
    for entry in TRAINERS.iter().filter(|e| e.build.needs_data) {
        // Pseudo-likelihood takes no hidden units, and without them bars and stripes are hard; mean field knows no correlations.
        let (model, gain) = match entry.id {
            "pseudo-likelihood" => ("boltzmann&hidden=0&alphabet=spin", 0.3),
            "mean-field" => ("rbm&hidden=12", 0.1),
            _ => ("rbm&hidden=12", 0.8),
        };
        let link = format!("v=1&model={model}&data=bars-and-stripes&n=3&trainer={}&lr=0.1&batch=25&seed=5", entry.id);
        let (experiment, warnings) = Experiment::read(&link);
        assert!(warnings.iter().all(|w| w.key == "batch"), "{warnings:?}");
        let data = std::rc::Rc::new(bars(3));
        let mut run = Run::new(experiment, Some(data.clone())).unwrap();
        let likelihood = |run: &mut Run| {
            let log_z = exact::log_z(run.model(), 1.0).unwrap();
            exact::log_likelihood(run.model(), &data, 1.0, log_z).unwrap()
        };
        let before = likelihood(&mut run);
        ebm::session::Session::advance(&mut run, if gain > 0.5 { 6000 } else { 500 }).unwrap();
        let after = likelihood(&mut run);
        println!("{}: {before} to {after} nats", entry.id);
        assert!(after > before + gain, "{}: {before} to {after} nats", entry.id);
    }
}
