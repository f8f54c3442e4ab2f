// escpos 3 alpha asks for get-pixels, which brings `request` and its open holes. We never load pictures through it.
module.exports = (_url, type, done) =>
  (typeof type === 'function' ? type : done)(new Error('get-pixels is not part of Torget'));
