/** Of `escpos` 3.0.0-alpha.6, what the bench runs. It ships no types. */
declare module 'escpos' {
  class Image {
    constructor(pixels: {
      data: Uint8Array | Uint8ClampedArray;
      shape: [width: number, height: number, bytes: number];
    });
  }
  class Printer {
    static Image: typeof Image;
    constructor(adapter: { write(bytes: Uint8Array): void });
    raster(image: Image): this;
    flush(): this;
  }
  export default Printer;
}
