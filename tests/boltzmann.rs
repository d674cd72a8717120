//! Learning of general Boltzmann machines: gradients against slopes, sampled phases against enumerated ones, on both alphabets.
//!
//! Seeds are fixed: a false alarm's rate is that of a new seed or generator, not of a run.

use ebm::{
    data::Dataset,
    exact,
    models::{Model, boltzmann::Boltzmann},
    num,
    rng::Rng,
    space::Alphabet,
    trainers::{
        Batch, Expectations, Phase, Settings, cd::TruncatedChain, exact::Enumeration, mcmc::FreshChains,
        mean_field::MeanField, pseudo_likelihood::Conditionals,
    },
};

const TEMPERATURE: f64 = 1.4;
const ALPHABETS: [Alphabet; 2] = [Alphabet::Bit, Alphabet::Spin];

/// A machine whose parameters are all drawn from `N(0, spread²)`.
fn machine(visible: usize, hidden: usize, alphabet: Alphabet, spread: f64, seed: u64) -> Boltzmann {
    let mut model = Boltzmann::zeros(visible, hidden, alphabet);
    let mut rng = Rng::stream(seed, "test weights", 0);
    let sides = [(0, 0), (0, 0), (0, 0), (3, visible), (4, hidden)];
    for (index, tensor) in model.tensors_mut().into_iter().enumerate() {
        tensor.values.iter_mut().for_each(|x| *x = (spread * rng.normal()) as f32);
        let side = sides[index].1;
        for i in 0..side {
            tensor.values[i * side + i] = 0.0;
            (0..i).for_each(|j| tensor.values[i * side + j] = tensor.values[j * side + i]);
        }
    }
    model
}

/// Four pictures of three pixels, one of them twice.
fn pictures() -> Dataset {
    Dataset::new(1, 3, vec![1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1], 4)
}

fn settings(k: usize) -> Settings {
    Settings { rate: 0.1, momentum: 0.0, decay: 0.0, k, temperature: TEMPERATURE }
}

fn mean(phase: &Phase, tensor: usize, at: usize) -> f64 {
    f64::from(phase.sums[tensor][at]) / f64::from(phase.count)
}

/// The slope of `value` in the direction of one parameter, both entries of a symmetric matrix at once.
fn slope(model: &Boltzmann, tensor: usize, at: usize, value: &dyn Fn(&Boltzmann) -> f64) -> f64 {
    let shape = model.tensors()[tensor].shape.clone();
    let mirrored = if tensor >= 3 { at % shape[0] * shape[0] + at / shape[0] } else { at };
    let step = 1.0 / 1024.0;
    let shifted = |by: f32| {
        let mut copy = model.clone();
        let before = copy.tensors()[tensor].values[at];
        let moved = before + by;
        copy.tensors_mut()[tensor].values[at] = moved;
        copy.tensors_mut()[tensor].values[mirrored] = moved;
        (value(&copy), f64::from(moved) - f64::from(before))
    };
    let ((up, high), (down, low)) = (shifted(step), shifted(-step));
    (up - down) / (high - low)
}

/// Compares `(data − model)/T` with the slope of `value`, for every parameter.
fn gradient_is_slope(model: &Boltzmann, phases: &(Phase, Phase), value: &dyn Fn(&Boltzmann) -> f64) {
    for tensor in 0..5 {
        let side = model.tensors()[tensor].shape[0];
        for at in 0..model.tensors()[tensor].values.len() {
            if tensor >= 3 && at / side == at % side {
                assert_eq!(mean(&phases.0, tensor, at) - mean(&phases.1, tensor, at), 0.0);
                continue;
            }
            let gradient = (mean(&phases.0, tensor, at) - mean(&phases.1, tensor, at)) / TEMPERATURE;
            let slope = slope(model, tensor, at, value);
            assert!((gradient - slope).abs() < 3e-6, "tensor {tensor}, entry {at}: {gradient} against {slope}");
        }
    }
}

/// With couplings everywhere, with none inside a layer (which then sums out), and with none inside either.
#[test]
fn the_exact_gradient_is_the_slope_of_the_exact_log_likelihood() {
    let data = pictures();
    for (alphabet, absent) in ALPHABETS.into_iter().flat_map(|a| [(a, &[][..]), (a, &[3]), (a, &[4]), (a, &[3, 4])]) {
        let mut model = machine(3, 3, alphabet, 0.7, 31);
        for &tensor in absent {
            model.tensors_mut()[tensor].values.fill(0.0);
        }
        let batch = Batch { data: &data, examples: &[0] };
        let rng = &mut Rng::stream(0, "unused", 0);
        let phases = Enumeration.phases(&model, batch, &settings(1), rng).unwrap();
        gradient_is_slope(&model, &phases, &|model| {
            let log_z = exact::log_z(model, TEMPERATURE).unwrap();
            exact::log_likelihood(model, &data, TEMPERATURE, log_z).unwrap()
        });
    }
}

/// The gradient at 3 + 60 units without `J` is found; learning would couple them, and is refused from the start.
#[test]
fn sixty_independent_hidden_units_have_a_gradient_but_do_not_learn() {
    let data = pictures();
    let mut model = machine(3, 60, Alphabet::Spin, 0.2, 37);
    model.tensors_mut()[4].values.fill(0.0);
    let batch = Batch { data: &data, examples: &[0] };
    let phases = Enumeration.phases(&model, batch, &settings(1), &mut Rng::stream(0, "unused", 0)).unwrap();
    let value = |model: &Boltzmann| {
        let log_z = exact::log_z(model, TEMPERATURE).unwrap();
        exact::log_likelihood(model, &data, TEMPERATURE, log_z).unwrap()
    };
    // Every parameter but those of J: a step of one of them leaves nothing to sum out.
    for tensor in 0..4 {
        for at in (0..model.tensors()[tensor].values.len()).step_by(7) {
            if tensor == 3 && at % 4 == 0 {
                continue;
            }
            let gradient = (mean(&phases.0, tensor, at) - mean(&phases.1, tensor, at)) / TEMPERATURE;
            let slope = slope(&model, tensor, at, &value);
            assert!((gradient - slope).abs() < 3e-6, "tensor {tensor}, entry {at}: {gradient} against {slope}");
        }
    }
    let link = "v=1&model=boltzmann&data=bars-and-stripes&n=2&trainer=exact";
    let (experiment, _) = ebm::experiment::Experiment::read(link);
    let refused = (experiment.trainer.unwrap().build.learner)(&model, &Default::default(), &experiment);
    assert!(matches!(refused, Err(ebm::error::Error::TooLarge { units: 63, limit: 16 })));
}

/// `⟨Σ_i ln p(x_i given the rest)⟩` from the probabilities of whole states alone.
fn pseudo_log_likelihood(model: &Boltzmann, data: &Dataset) -> f64 {
    let law = exact::brute_force(model, TEMPERATURE).unwrap();
    let of = |example: usize| -> f64 {
        let code = data.example(example).iter().enumerate().map(|(i, &x)| usize::from(x) << i).sum::<usize>();
        (0..data.visible()).map(|i| num::ln(law[code] / (law[code] + law[code ^ 1 << i]))).sum()
    };
    (0..data.training()).map(of).sum::<f64>() / data.training() as f64
}

#[test]
fn the_gradient_of_the_pseudo_likelihood_is_its_slope() {
    let data = pictures();
    for alphabet in ALPHABETS {
        let model = machine(3, 0, alphabet, 0.7, 32);
        let batch = Batch { data: &data, examples: &[0] };
        let rng = &mut Rng::stream(0, "unused", 0);
        let phases = Conditionals::default().phases(&model, batch, &settings(1), rng).unwrap();
        gradient_is_slope(&model, &phases, &|model| pseudo_log_likelihood(model, &data));
    }
}

/// Both phases of a sampling source, averaged over batches, with the standard errors of their means.
fn sampled(source: &mut dyn Expectations, model: &Boltzmann, data: &Dataset, k: usize) -> [Vec<(f64, f64)>; 2] {
    const BATCHES: u64 = 400;
    let examples: Vec<u32> = (0..200).map(|i| i % data.training() as u32).collect();
    let entries: usize = model.tensors().iter().map(|t| t.values.len()).sum();
    let mut sums = [vec![(0.0, 0.0); entries], vec![(0.0, 0.0); entries]];
    for batch in 0..BATCHES {
        let rng = &mut Rng::stream(77, "phases", batch);
        let batch = Batch { data, examples: &examples };
        let (positive, negative) = source.phases(model, batch, &settings(k), rng).unwrap();
        for (sums, phase) in sums.iter_mut().zip([positive, negative]) {
            let means = phase.sums.iter().flatten().map(|&x| f64::from(x) / f64::from(phase.count));
            for ((sum, square), x) in sums.iter_mut().zip(means) {
                (*sum, *square) = (*sum + x, *square + x * x);
            }
        }
    }
    let n = BATCHES as f64;
    let estimate = |(sum, square): (f64, f64)| {
        let mean = sum / n;
        (mean, ((square / n - mean * mean).max(0.0) / (n - 1.0)).sqrt())
    };
    sums.map(|s| s.into_iter().map(estimate).collect())
}

/// With many sweeps, clamped and free chains have the enumerated expectations, for every parameter and both alphabets.
#[test]
fn sampled_phases_are_the_enumerated_ones() {
    let data = pictures();
    for alphabet in ALPHABETS {
        let model = machine(3, 2, alphabet, 0.5, 33);
        let batch = Batch { data: &data, examples: &[0] };
        let rng = &mut Rng::stream(0, "unused", 0);
        let exact = Enumeration.phases(&model, batch, &settings(1), rng).unwrap();
        let exact = [exact.0, exact.1].map(|phase| phase.sums.concat());
        // CD-k starts at the data and counts last states only; 40 sweeps of five weakly coupled units forget the start.
        for (name, sampled) in [
            ("mcmc", sampled(&mut FreshChains, &model, &data, 60)),
            ("cd", sampled(&mut TruncatedChain::default(), &model, &data, 40)),
        ] {
            for (phase, (sampled, exact)) in ["data", "model"].iter().zip(sampled.iter().zip(&exact)) {
                for (at, (&(mean, error), &exact)) in sampled.iter().zip(exact).enumerate() {
                    // 5.5 standard errors: 4e-8 each, below 1e-5 for all entries together.
                    let difference = (mean - f64::from(exact)).abs();
                    assert!(
                        difference <= 5.5 * error + 1e-6,
                        "{name}, {phase}, entry {at}: {mean} ± {error}, exactly {exact}"
                    );
                    assert!(error < 0.01, "an error of {error} would hide a bias");
                }
            }
        }
    }
}

/// Without couplings the mean field is exact; with weak ones it is close, and its error shrinks with their square.
#[test]
fn the_mean_field_is_exact_to_first_order_in_the_couplings() {
    let data = pictures();
    for alphabet in ALPHABETS {
        let error = |scale: f32| {
            let mut model = machine(3, 2, alphabet, 0.6, 34);
            for tensor in model.tensors_mut().into_iter().filter(|t| t.decays) {
                tensor.values.iter_mut().for_each(|w| *w *= scale);
            }
            let batch = Batch { data: &data, examples: &[0, 1, 2, 3] };
            let rng = &mut Rng::stream(4, "mean field", 0);
            let exact = Enumeration.phases(&model, batch, &settings(1), rng).unwrap();
            let mean_field = MeanField.phases(&model, batch, &settings(1), rng).unwrap();
            // Means of single units, of both phases.
            let of = |(a, b): &(Phase, Phase), t: usize, at: usize| [mean(a, t, at), mean(b, t, at)];
            let mut largest = 0.0_f64;
            for (tensor, units) in [(1, 3), (2, 2)] {
                for at in 0..units {
                    let pairs = of(&exact, tensor, at).into_iter().zip(of(&mean_field, tensor, at));
                    largest = pairs.map(|(a, b)| (a - b).abs()).fold(largest, f64::max);
                }
            }
            largest
        };
        let (none, weak, weaker) = (error(0.0), error(0.2), error(0.1));
        assert!(none < 1e-6 && weak < 0.02, "{alphabet:?}: {none}, {weak}");
        // A quarter of the error at half of the couplings, up to the next order.
        assert!(weaker < 0.35 * weak, "{alphabet:?}: {weak} at 0.2, {weaker} at 0.1");
    }
}

/// `KL(data ‖ model) = Σ f ln(f/p)` over the distinct pictures, from the probabilities of whole states alone.
#[test]
fn the_divergence_is_its_definition() {
    let (experiment, _) =
        ebm::experiment::Experiment::read("v=1&model=boltzmann&hidden=2&data=bars-and-stripes&n=2&trainer=cd&T=1.3");
    let pictures = vec![1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0];
    let data = std::rc::Rc::new(Dataset::new(2, 2, pictures, 4));
    let mut run =
        ebm::session::Run::with_model(experiment, Some(data), Box::new(machine(4, 2, Alphabet::Bit, 0.9, 36))).unwrap();
    let law = exact::brute_force(run.model(), 1.3).unwrap();
    let p = |picture: usize| -> f64 { (0..4).map(|hidden| law[picture | hidden << 4]).sum() };
    let part = |picture: usize, f: f64| f * num::ln(f / p(picture));
    let exact = part(0b1001, 0.5) + part(0b0011, 0.25) + part(0, 0.25);
    let seen = ebm::observe::Observation::of(&mut run).kl_exact.unwrap();
    assert!((seen - exact).abs() < 1e-10, "{seen} against {exact}");
}

/// One law on both alphabets: log Z differs by the constant, marginals by the map.
#[test]
fn both_alphabets_give_one_distribution() {
    let spins = machine(4, 3, Alphabet::Spin, 0.8, 35);
    let (bits, constant) = spins.to_alphabet(Alphabet::Bit);
    let (of_spins, of_bits) = (exact::law(&spins, TEMPERATURE).unwrap(), exact::law(&bits, TEMPERATURE).unwrap());
    // Parameters are rounded to single precision once.
    assert!((of_spins.log_z - (of_bits.log_z - constant / TEMPERATURE)).abs() < 1e-5);
    for (sigma, s) in of_spins.marginals.iter().flatten().zip(of_bits.marginals.iter().flatten()) {
        assert!((sigma - (2.0 * s - 1.0)).abs() < 1e-5);
    }
    assert!((of_spins.heat_capacity - of_bits.heat_capacity).abs() < 1e-5);
}
