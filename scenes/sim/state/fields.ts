// Gas, plume, water and earthquake in a world (fields.ts).
import type { Fields as FieldModel } from "../hazard/fields";

export interface Fields {
  model: FieldModel;
  /** Door by gas link, −1 = always open, and the share open handed to the model. */
  linkDoor: Int32Array;
  linkOpen: Float64Array;
  /** ppm × minutes of drifting gas by person. */
  ppmMinutes: Float64Array;
}
