//! Enumeration, with a layer summed out or not, against brute force over the energies alone, at T ≠ 1 and with biases.

mod common;

use common::{bars, random_rbm};
use ebm::{
    data::Dataset,
    exact,
    models::{Energy, Model, TwoLayers, boltzmann::Boltzmann, rbm::Rbm},
    num,
    rng::Rng,
    space::Alphabet,
};

/// Holds every number of [`exact::law`] against sums over the probabilities of whole states.
fn law_is_brute_force(model: &dyn Model, temperature: f64) {
    let units = model.space().units();
    let energies = model.energy().unwrap();
    let probabilities = exact::brute_force(model, temperature).unwrap();
    let law = exact::law(model, temperature).unwrap();

    let (mut energy, mut square, mut absolute, mut log_z) = (0.0, 0.0, 0.0, Vec::new());
    let mut marginals = vec![0.0; units];
    let mut pairs = vec![0.0; units * units];
    for (code, &p) in probabilities.iter().enumerate() {
        let state = exact::decode(model, code as u32);
        let e = energies.energy(&state);
        log_z.push(-e / temperature);
        energy += p * e;
        square += p * e * e;
        absolute += p * state.iter().map(|&x| f64::from(x)).sum::<f64>().abs();
        for i in 0..units {
            marginals[i] += p * f64::from(state[i]);
            for j in i + 1..units {
                pairs[i * units + j] += p * f64::from(state[i] * state[j]);
            }
        }
    }
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9 * (1.0 + b.abs()), "{a} against {b}");
    close(law.log_z, num::log_sum_exp(&log_z));
    close(law.mean_energy, energy);
    close(law.heat_capacity, (square - energy * energy) / (units as f64 * temperature * temperature));
    close(law.magnetization, marginals.iter().sum::<f64>() / units as f64);
    close(law.abs_magnetization.unwrap(), absolute / units as f64);
    law.marginals.unwrap().iter().zip(&marginals).for_each(|(a, b)| close(*a, *b));
    let upper = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j))).map(|(i, j)| pairs[i * units + j]);
    law.correlations.unwrap().into_iter().zip(upper).for_each(|(a, b)| close(a, b));
}

#[test]
fn the_law_agrees_with_brute_force() {
    for (visible, hidden, temperature) in [(5, 3, 0.7), (3, 6, 2.5), (1, 1, 1.3), (8, 8, 1.0)] {
        law_is_brute_force(&random_rbm(visible, hidden, 1.2, 11), temperature);
    }
}

/// A Boltzmann machine with every parameter from `N(0, spread²)`, but 0 inside the layers that are not named.
fn machine(sizes: (usize, usize), alphabet: Alphabet, coupled: [bool; 2], spread: f64, seed: u64) -> Boltzmann {
    let mut model = Boltzmann::zeros(sizes.0, sizes.1, alphabet);
    let mut rng = Rng::stream(seed, "test weights", 0);
    for (index, tensor) in model.tensors_mut().into_iter().enumerate() {
        let mut draw = || (spread * rng.normal()) as f32;
        match index {
            0..3 => tensor.values.iter_mut().for_each(|x| *x = draw()),
            _ if coupled[index - 3] => {
                let side = [sizes.0, sizes.1][index - 3];
                for (i, j) in (0..side).flat_map(|i| (0..i).map(move |j| (i, j))) {
                    let w = draw();
                    (tensor.values[i * side + j], tensor.values[j * side + i]) = (w, w);
                }
            }
            _ => {}
        }
    }
    model
}

const BOTH: [Alphabet; 2] = [Alphabet::Bit, Alphabet::Spin];

/// Whichever layer sums out, or neither; more than one block of states in the last sizes.
#[test]
fn the_law_of_a_boltzmann_machine_agrees_with_brute_force() {
    for alphabet in BOTH {
        for sizes in [(4, 3), (3, 6), (5, 0), (12, 3), (3, 12)] {
            for coupled in [[false, false], [true, false], [false, true], [true, true]] {
                let model = machine(sizes, alphabet, coupled, 0.9, 21);
                let left = match coupled {
                    [false, false] => sizes.0.min(sizes.1),
                    [true, false] => sizes.0,
                    [false, true] if sizes.1 > 0 => sizes.1,
                    // Without hidden units none of them is coupled.
                    [false, true] => 0,
                    [true, true] if sizes.1 > 0 => sizes.0 + sizes.1,
                    [true, true] => sizes.0,
                };
                assert_eq!(exact::units_left(&model).unwrap(), left, "{sizes:?}, {coupled:?}");
                law_is_brute_force(&model, 1.4);
                law_is_brute_force(&model, 0.6);
            }
        }
    }
}

/// 72 units, of which 12 are enumerated: the law on bits is that of the RBM, or on spins by the map of the alphabets.
#[test]
fn many_hidden_units_sum_out() {
    let temperature = 1.7;
    let close =
        |a: f64, b: f64, tolerance: f64| assert!((a - b).abs() < tolerance * (1.0 + b.abs()), "{a} against {b}");
    let plain = machine((12, 60), Alphabet::Bit, [false, false], 0.5, 22);
    let tensors = plain.tensors();
    let rbm = Rbm::new(tensors[0].values.to_vec(), tensors[1].values.to_vec(), tensors[2].values.to_vec());
    assert_eq!(exact::law(&plain, temperature).unwrap(), exact::law(&rbm, temperature).unwrap());

    let bits = machine((12, 60), Alphabet::Bit, [true, false], 0.3, 23);
    let (spins, constant) = bits.to_alphabet(Alphabet::Spin);
    let (of_bits, of_spins) = (exact::law(&bits, temperature).unwrap(), exact::law(&spins, temperature).unwrap());
    // Parameters are rounded to single precision once.
    close(of_spins.log_z, of_bits.log_z - constant / temperature, 1e-6);
    close(of_spins.mean_energy, of_bits.mean_energy + constant, 1e-6);
    close(of_spins.heat_capacity, of_bits.heat_capacity, 1e-5);
    close(of_spins.magnetization, 2.0 * of_bits.magnetization - 1.0, 1e-6);
    for (sigma, s) in of_spins.marginals.unwrap().iter().zip(of_bits.marginals.unwrap()) {
        close(*sigma, 2.0 * s - 1.0, 1e-6);
    }
    assert!(of_bits.correlations.is_none() && of_spins.correlations.is_none(), "72 units are more than are listed");
    // The sum of the spins is wide: its mean absolute value lies between those of a law at its mean and of its bound.
    let absolute = of_spins.abs_magnetization.unwrap();
    assert!(absolute >= of_spins.magnetization.abs() && absolute <= 1.0);

    let data = Dataset::new(3, 4, [[1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1], [0; 12], [1; 12]].concat(), 3);
    let likelihood = |model: &dyn Model, log_z: f64| exact::log_likelihood(model, &data, temperature, log_z).unwrap();
    close(likelihood(&spins, of_spins.log_z), likelihood(&bits, of_bits.log_z), 1e-5);
}

#[test]
fn free_energy_sums_out_the_hidden_units() {
    let temperature = 1.7;
    let model = random_rbm(4, 6, 1.5, 3);
    for code in 0..16 {
        let visible = &exact::decode(&model, code)[..4];
        let terms: Vec<f64> =
            (0..64).map(|h| -Energy::energy(&model, &exact::decode(&model, code | h << 4)) / temperature).collect();
        let free_energy = -temperature * num::log_sum_exp(&terms);
        assert!((model.free_energy(visible, temperature) - free_energy).abs() < 1e-9);
    }
}

#[test]
fn local_fields_are_energy_differences() {
    let model = random_rbm(5, 4, 1.0, 5);
    for code in [0, 0b101_010_101, 0b111_111_111, 0b000_111_010] {
        let state = exact::decode(&model, code);
        for i in 0..9 {
            let (mut on, mut off) = (state.clone(), state.clone());
            (on[i], off[i]) = (1.0, 0.0);
            let difference = Energy::energy(&model, &off) - Energy::energy(&model, &on);
            assert!((model.local_field(i, &state) - difference).abs() < 1e-9);
        }
    }
}

/// The blocks' single-precision fields are the local fields, in groups or not.
#[test]
fn block_fields_are_local_fields() {
    let model = random_rbm(6, 7, 1.0, 6);
    let state = exact::decode(&model, 0b1_0110_1011_0101);
    let blocks = model.blocks().unwrap();
    for (index, block) in blocks.blocks().into_iter().enumerate() {
        let mut fields = vec![0.0; block.units.len()];
        blocks.block_fields(index, &state, &mut fields);
        for (i, x) in block.units.into_iter().zip(fields) {
            assert!((f64::from(x) - model.local_field(i, &state)).abs() < 1e-5);
        }
    }
}

#[test]
fn sliced_and_whole_sums_have_the_same_bits() {
    let model = random_rbm(30, 13, 0.8, 9);
    let whole = exact::log_z(&model, 1.4).unwrap();
    let mut sum = exact::LogZ::new(&model, 1.4).unwrap();
    let mut slices = 0;
    let sliced = loop {
        slices += 1;
        if let Some(value) = sum.advance(1000) {
            break value;
        }
    };
    assert!(slices == 8 && sliced.to_bits() == whole.to_bits());
}

#[test]
fn probabilities_of_the_data_sum_with_the_rest_to_one() {
    let data = bars(2);
    let model = random_rbm(4, 3, 1.0, 2);
    let temperature = 0.8;
    let law = exact::law(&model, temperature).unwrap();
    let probabilities = exact::brute_force(&model, temperature).unwrap();
    let log_p = |picture: &[u8]| {
        let code: usize = picture.iter().enumerate().map(|(i, &p)| usize::from(p) << i).sum();
        num::ln((0..8).map(|h| probabilities[code | h << 4]).sum())
    };
    let mean = (0..data.len()).map(|e| log_p(data.example(e))).sum::<f64>() / data.len() as f64;
    let exact = exact::log_likelihood(&model, &data, temperature, law.log_z).unwrap();
    assert!((exact - mean).abs() < 1e-10);
}

#[test]
fn extreme_weights_stay_finite() {
    let model = random_rbm(6, 5, 5_000.0, 8);
    let law = exact::law(&model, 0.05).unwrap();
    assert!(law.log_z.is_finite() && law.mean_energy.is_finite() && law.heat_capacity.is_finite());
    assert!((model.sizes(), exact::check_size(&model, 4).is_err()) == ((6, 5), true));
}
