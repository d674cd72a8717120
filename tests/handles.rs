//! The JavaScript handles as another program uses them, in a real browser.
#![cfg(all(target_arch = "wasm32", feature = "web"))]

#[path = "golden/mod.rs"]
mod golden;

use ebm::web::{ModelHandle as Model, SamplerHandle as Sampler, TrainerHandle as Trainer};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const MNIST: &[u8] = include_bytes!("../data/mnist.bin");
const SMALL: &str = "#v=1&model=rbm&hidden=5&T=1.5&data=bars-and-stripes&n=3&trainer=pcd&lr=0.1&seed=3";

fn built(link: &str) -> Model {
    Model::new(link.into(), Some(MNIST.to_vec())).unwrap()
}

/// The stable code of a thrown error, which must be an `Error`.
fn code<T>(outcome: Result<T, JsValue>) -> String {
    let thrown = outcome.err().expect("an error").dyn_into::<js_sys::Error>().expect("an Error");
    js_sys::Reflect::get(&thrown, &"code".into()).unwrap().as_string().expect("a code")
}

/// Golden links give the golden digests through the handles, however the steps are cut.
#[wasm_bindgen_test]
fn golden_links_through_the_handles() {
    for golden in golden::LINKS.iter().filter(|g| !g.link.contains("then=") && !g.link.contains("sampler=")) {
        let model = built(golden.link);
        let trainer = Trainer::new(&model).unwrap();
        for _ in 0..golden.steps {
            trainer.step(1.0).unwrap();
        }
        assert_eq!(model.digest(), golden.digest, "{}", golden.link);
        assert_eq!(trainer.digest(), golden.digest);
        assert_eq!(trainer.steps(), golden.steps as f64);
    }
}

/// So do spins in bits, whose engines compute the same natively (`tests/bits`).
#[wasm_bindgen_test]
fn spins_have_the_native_digests() {
    for golden in golden::SPINS {
        let model = built(golden.link);
        let sampler = Sampler::new(&model).unwrap();
        sampler.step(golden.steps as f64 - 1.0).unwrap();
        sampler.step(1.0).unwrap();
        assert_eq!(sampler.digest(), golden.digest, "{}", golden.link);
    }
}

/// The three handles are views of one run: what a trainer does, the model shows.
#[wasm_bindgen_test]
fn handles_share_one_run() {
    let model = built(&format!("{SMALL}&init=data&then=block-gibbs:4"));
    let before = model.tensor("W").unwrap();
    assert_eq!((model.tensors(), before.len()), (["W", "b", "c"].map(String::from).to_vec(), 45));
    let trainer = Trainer::new(&model).unwrap();
    trainer.step(10.0).unwrap();
    assert_ne!(model.tensor("W").unwrap(), before);
    let trained = model.digest();
    let sampler = Sampler::new(&model).unwrap();
    sampler.run_then().unwrap();
    assert_ne!(model.digest(), trained);
    assert_eq!(sampler.states().len() % 14, 0);
    assert!(sampler.states().iter().all(|&x| x == 0.0 || x == 1.0));
}

/// `E`, `F` and `ln Z` agree: `Σ_v exp(−F(v)/T) = Z`, and F sums the hidden units out of E.
#[wasm_bindgen_test]
fn energies_and_log_z_agree() {
    let temperature = 1.5;
    let model = built(SMALL);
    Trainer::new(&model).unwrap().step(30.0).unwrap();
    let bits = |code: u32, n: usize| (0..n).map(move |i| (code >> i & 1) as f32);
    let mut z = 0.0;
    for v in 0..1u32 << 9 {
        let visible: Vec<f32> = bits(v, 9).collect();
        let weight = (-model.free_energy(&visible).unwrap() / temperature).exp();
        z += weight;
        if v % 37 == 0 {
            let joint = |h| visible.iter().copied().chain(bits(h, 5)).collect::<Vec<f32>>();
            let sum: f64 = (0..32).map(|h| (-model.energy(&joint(h)).unwrap() / temperature).exp()).sum();
            assert!((sum / weight - 1.0).abs() < 1e-5, "v = {v}");
        }
    }
    assert!((z.ln() - model.log_z().unwrap()).abs() < 1e-5);
}

/// Every failure is a thrown `Error` with its code; a bad link builds all the same and says what was wrong.
#[wasm_bindgen_test]
fn failures_are_errors_with_codes() {
    assert_eq!(code(Model::new("#v=1&model=rbm&data=mnist&trainer=cd".into(), None)), "missing-data");
    assert_eq!(code(Model::new("#v=1&model=rbm&data=mnist&trainer=cd".into(), Some(vec![1, 2, 3]))), "bad-data");
    let model = built(SMALL);
    assert_eq!(code(model.tensor("V")), "unknown");
    assert_eq!(code(model.energy(&[0.0; 3])), "bad-argument");
    assert_eq!(code(Model::new(42.into(), None)), "bad-argument");
    let trainer = Trainer::new(&model).unwrap();
    for n in [-1.0, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(code(trainer.step(n)), "bad-argument", "{n}");
    }
    assert_eq!(code(Sampler::new(&model)), "not-in-experiment");
    assert_eq!(code(built("#v=1&model=rbm&data=mnist&hidden=40").log_z()), "too-large");
    assert_eq!(code(Trainer::new(&built("#v=1&model=rbm&visible=4&hidden=3"))), "not-in-experiment");
    let warned = built("#v=1&model=rbm&visible=4&hidden=3&colour=red");
    assert_eq!(js_sys::Array::from(&warned.warnings().unwrap()).length(), 1);
}
