/** The part of `escpos` 3.0.0-alpha.6 that is used. It ships no types. */
declare module 'escpos/statuses.js' {
  type DeviceStatus = {
    toJSON(): {
      /** `bit` is a number from 0, or two of them: '2,3'. */
      statuses: {
        bit: number | string;
        value: number | string;
        label: string;
        status: 'ok' | 'warning' | 'error';
      }[];
    };
  };
  type Decoder = new (byte: number) => DeviceStatus;

  const statuses: {
    PrinterStatus: Decoder;
    OfflineCauseStatus: Decoder;
    ErrorCauseStatus: Decoder;
    RollPaperSensorStatus: Decoder;
  };
  export default statuses;
}
