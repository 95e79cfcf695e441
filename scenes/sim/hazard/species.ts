// The gases and particles that the model carries, as indices into each layer's block of masses; nitrogen is the rest.
// Molar masses g/mol. Extinction coefficient per mass of soot 8700 m²/kg (Mulholland and Croarkin).

export const O2 = 0;
export const CO2 = 1;
export const H2O = 2;
export const CO = 3;
export const HCN = 4;
export const HCL = 5;
export const SOOT = 6;
/** Unburnt fuel vapour. */
export const FUEL = 7;
/** Passive tracer, for tests and for smells. */
export const TRACE = 8;
export const SPECIES = 9;

export const MOLAR = [31.998, 44.009, 18.015, 28.01, 27.026, 36.458, 12.011, 16.043, 28.85];
export const MOLAR_N2 = 28.014;

/**
 * Mass fraction of oxygen in fresh air, as CFAST has it (20.73 % by volume; real humid air at 20 °C and 50 %: 20.7 %).
 */
export const AIR_O2 = 0.23;

/** m² of extinction per kg of soot. */
export const SOOT_EXTINCTION = 8700;
