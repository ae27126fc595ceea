/**
 * What an engine needs from when it joins, and never for the first frame: the swarm with all that it is made of, whether to give pieces to
 * others, and what is kept between visits. It is a file of its own.
 */
export { openDisk } from './disk';
export { loadRecords, readAllRecords, recordsAddress } from './records-loader';
export { Sequel } from './sequel';
export { DiskShelf } from './shelf';
export { surroundings } from './surroundings';
export { Swarm } from './swarm';
export { UploadPolicy } from './upload-policy';
