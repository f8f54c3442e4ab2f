/** One picture → the bytes of GS v 0, by us and by the two libraries that could do it. */
import EscposPrinter from 'escpos';
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { encodePicture, type Raster } from '#print/escpos.ts';
import { encodePng } from '#print/raster-png.ts';

export type RasterEncoder = {
  /** What it encodes from is made beforehand. */
  what: string;
  encode(): Promise<Uint8Array>;
};

export function rasterEncoders(picture: Raster): RasterEncoder[] {
  const { widthDots, heightDots } = picture;
  const png = encodePng(picture);
  const pixels = pixelsOf(picture);
  return [
    { what: 'encoding alone: ours, from dots', encode: async () => encodePicture(picture) },
    {
      what: 'encoding alone: node-thermal-printer, PNG',
      encode: async () => {
        const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: '' });
        await printer.printImageBuffer(png);
        return printer.getBuffer();
      },
    },
    {
      what: 'encoding alone: escpos, from pixels',
      encode: () =>
        new Promise((resolve) => {
          const image = new EscposPrinter.Image({
            data: pixels,
            shape: [widthDots, heightDots, 4],
          });
          new EscposPrinter({ write: resolve }).raster(image).flush();
        }),
    },
  ];
}

/** Four bytes each: red, green, blue, opacity. */
function pixelsOf({ widthDots, heightDots, dots }: Raster): Uint8Array {
  const pixels = new Uint8Array(widthDots * heightDots * 4).fill(0xff);
  for (let dot = 0; dot < widthDots * heightDots; dot++)
    if (((dots[dot >> 3] ?? 0) << (dot & 7)) & 0x80) pixels.fill(0, dot * 4, dot * 4 + 3);
  return pixels;
}
