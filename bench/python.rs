//! A rival in Python, in a process of its own that takes orders, one line each, and answers each with a line.

use crate::Outcome;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The process, and what it said it is.
pub struct Python {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Versions, as the program's first line tells them.
    pub versions: String,
}

impl Python {
    /// Starts a program with its arguments, on one thread.
    pub fn start(arguments: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(std::env::var("EBM_PYTHON")?);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let mut process = command.spawn()?;
        let orders = process.stdin.take().ok_or("no stdin")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no stdout")?);
        let mut python = Self { process, orders, answers, versions: String::new() };
        python.versions = python.answer()?;
        println!("{}", python.versions);
        Ok(python)
    }

    fn answer(&mut self) -> Outcome<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        if line.is_empty() { Err("the rival stopped".into()) } else { Ok(line.trim().to_string()) }
    }

    /// Gives an order and waits for its answer.
    pub fn ask(&mut self, order: &str) -> Outcome<String> {
        writeln!(self.orders, "{order}")?;
        self.answer()
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // A process that is gone already is what we want.
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}
