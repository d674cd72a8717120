//! Enumeration against brute force over the energies alone, at T ≠ 1 and with biases.

mod common;

use common::{bars, random_rbm};
use ebm::{
    exact,
    models::{Energy, Model, TwoLayers},
    num,
};

#[test]
fn the_law_agrees_with_brute_force() {
    for (visible, hidden, temperature) in [(5, 3, 0.7), (3, 6, 2.5), (1, 1, 1.3), (8, 8, 1.0)] {
        let model = random_rbm(visible, hidden, 1.2, 11);
        let units = visible + hidden;
        let probabilities = exact::brute_force(&model, temperature).unwrap();
        let law = exact::law(&model, temperature).unwrap();

        let (mut energy, mut square, mut log_z) = (0.0, 0.0, Vec::new());
        let mut marginals = vec![0.0; units];
        let mut pairs = vec![0.0; units * units];
        for (code, &p) in probabilities.iter().enumerate() {
            let state = exact::decode(&model, code as u32);
            let e = Energy::energy(&model, &state);
            log_z.push(-e / temperature);
            energy += p * e;
            square += p * e * e;
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
        law.marginals.unwrap().iter().zip(&marginals).for_each(|(a, b)| close(*a, *b));
        let upper = (0..units).flat_map(|i| (i + 1..units).map(move |j| (i, j))).map(|(i, j)| pairs[i * units + j]);
        law.correlations.unwrap().into_iter().zip(upper).for_each(|(a, b)| close(a, b));
    }
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
