/** Whether names and addresses are this computer's own. */
export const hostName = (host: string | undefined): string =>
  URL.parse(`http://${host}`)?.hostname ?? '';

export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || isLoopbackAddress(name);

export const isLoopbackAddress = (address: string | undefined): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? '');
