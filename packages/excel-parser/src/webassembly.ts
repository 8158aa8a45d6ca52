/** As much of the platform's own as is used here. */
declare const WebAssembly:
  | {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object) => { exports: unknown };
      CompileError: new () => Error;
    }
  | undefined;

/** Code in WebAssembly, compiled when it is first needed. It has no access to anything but its own memory. */
export class WebAssemblyCode {
  readonly #code: string;
  #module: object | undefined;

  /** @param code in Base64 */
  constructor(code: string) {
    this.#code = code;
  }

  /**
   * What a new instance exports. Undefined when there can be none: in a process without WebAssembly (`--jitless`), without the
   * address space that V8 sets aside for its memory, or on a processor of before 2008, without the instructions used.
   */
  instantiate(): unknown {
    if (typeof WebAssembly === 'undefined') return undefined;
    try {
      this.#module ??= new WebAssembly.Module(Buffer.from(this.#code, 'base64'));
      return new WebAssembly.Instance(this.#module).exports;
    } catch (error) {
      if (error instanceof RangeError || error instanceof WebAssembly.CompileError) return undefined;
      throw error;
    }
  }
}
