/**
 * One-way delay of a link, in microseconds. Cable and air follow from their length; satellite and
 * mobile are estimates by kind and say so wherever they are shown.
 */

/** Group index of G.652 fibre at 1550 nm: 1.468, so 4.897 µs/km (ITU-T G.652 Appendix I, typical). */
export const FIBRE_US_PER_KM = 4.897;
/** Speed of light in air, n ≈ 1.0003: 3.337 µs/km. */
export const AIR_US_PER_KM = 3.337;
/**
 * Half of the round trip that users see, estimated: GEO 600 ms (ITU-T G.114 Annex A gives 260 ms one
 * way for the path alone), MEO 150 ms, LEO 50 ms, mobile 4G 40 ms.
 */
export const ORBIT_DELAY_US = { geo: 300_000, meo: 75_000, leo: 25_000 } as const;
export const MOBILE_DELAY_US = 20_000;

/** Delay of light in fibre over a length. */
export const fibreDelayUs = (lengthM: number): number => (lengthM / 1000) * FIBRE_US_PER_KM;

/** Delay of a radio wave through air over a length. */
export const airDelayUs = (lengthM: number): number => (lengthM / 1000) * AIR_US_PER_KM;
