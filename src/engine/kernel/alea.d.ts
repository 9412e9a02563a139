declare module "seedrandom/lib/alea.js" {
  /** Johannes Baagøe's generator, keyed by a text. */
  type Generator = { (): number; int32(): number };
  function alea(seed: string): Generator;
  export default alea;
}
