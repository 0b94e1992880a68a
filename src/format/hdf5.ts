import { Hdf5Collector } from './hdf5/collector.ts';
import type { SpooledFormat } from './output-format.ts';

/** HDF5 with a dataset for each column, for those who work with h5py. */
export const HDF5: SpooledFormat = {
  id: 'hdf5',
  title: 'HDF5',
  extension: 'h5',
  mediaType: 'application/x-hdf5',
  otherMediaTypes: ['application/x-hdf'],
  shortNames: ['hdf5'],
  copy: 'binary',
  delivery: 'spooled',
  // The library that writes it keeps columns in memory; beyond, Parquet serves better.
  mostRows: 1_000_000,
  collector: (header, options, spool) => new Hdf5Collector(header, options, spool),
};
