/** What was wrong with a value or a link, and what was used instead. */
export interface EbmWarning {
  code: string;
  key: string;
  /** What was given. */
  given: string;
  /** What was used instead. */
  used: string;
  message: string;
}

/** One figure of EBM Playground: `<ebm-figure name="boltzmann" p-w="0.5"></ebm-figure>`. */
export class EbmFigure extends HTMLElement {
  /** The link to the present state; set it to open another one, as a whole URL or as its fragment. */
  link: string;
  /** 16 hexadecimal digits of the state that the link leads to; empty while it is not known. */
  readonly digest: string;
  /** Steps done. */
  readonly steps: number;
  /** Whether it computes now. */
  readonly playing: boolean;
  /** Goes on; beyond the link's steps if those are done. */
  play(): void;
  pause(): void;
  /** So many steps, then a pause. */
  step(n?: number): void;
  /** The start of the run. */
  reset(): void;
  /** Sets a parameter, as the attribute `p-…` does. What cannot be used is told by `ebm-change`. */
  set(key: string, value: string | number | boolean): void;
}

/** Events of the element. They bubble, and cross shadow roots. */
export interface EbmFigureEventMap {
  /** The figure is there. */
  "ebm-ready": CustomEvent<Record<string, never>>;
  /** A state has been painted. */
  "ebm-frame": CustomEvent<{ steps: number }>;
  /** A parameter was set. */
  "ebm-change": CustomEvent<{ key: string; warnings: EbmWarning[] }>;
  /** Something failed; codes are stable. */
  "ebm-error": CustomEvent<{ code: string; message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "ebm-figure": EbmFigure;
  }
  interface HTMLElementEventMap extends EbmFigureEventMap {}
}
