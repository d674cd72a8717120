// @ts-check
// The Ising lattice as it is usually written: sequential Metropolis over a typed array, J = 1, h = 0, a torus.

/**
 * One sweep: every site in turn is offered a flip.
 * @param {Int8Array} spins row by row, ±1
 * @param {number} rows
 * @param {number} cols
 * @param {number} temperature
 */
export function sweep(spins, rows, cols, temperature) {
  for (let row = 0; row < rows; row++) {
    const here = row * cols;
    const above = ((row + rows - 1) % rows) * cols;
    const below = ((row + 1) % rows) * cols;
    for (let col = 0; col < cols; col++) {
      const left = here + ((col + cols - 1) % cols);
      const right = here + ((col + 1) % cols);
      const spin = spins[here + col];
      const cost = 2 * spin * (spins[above + col] + spins[below + col] + spins[left] + spins[right]);
      if (cost <= 0 || Math.random() < Math.exp(-cost / temperature)) spins[here + col] = -spin;
    }
  }
}
