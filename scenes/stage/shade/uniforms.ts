// What every material of the stage shares: the light of the hour, the maps of light and smoke, the fires. One object,
// by reference.
import { Color, DataTexture, LinearFilter, NearestFilter, RGBAFormat, UnsignedByteType, Vector3, Vector4 } from "three";
import type { LightMap } from "../place/light-map";
import { CELL } from "../place/light-map";

export const MAX_FIRES = 3;

export interface StageUniforms {
  uTime: { value: number };
  /** 1 = mains on, 0 = cut. */
  uMains: { value: number };
  uEmergency: { value: number };
  uDay: { value: Color };
  uLamp: { value: Color };
  uSpare: { value: Color };
  uLight: { value: DataTexture };
  uSmoke: { value: DataTexture };
  /** x0, y0, 1/(columns·CELL), 1/(rows·CELL) of the maps. */
  uMap: { value: Vector4 };
  uStoreys: { value: number };
  /** Storey of the eye, its elevation and room height. */
  uEye: { value: Vector3 };
  /** 0 = no smoke anywhere: the march is skipped. */
  uSmoky: { value: number };
  uSteps: { value: number };
  uFires: { value: Vector4[] };
  uSurfaces: { value: unknown };
}

export function createUniforms(map: LightMap): StageUniforms {
  const height = map.rows * map.storeys.length;
  return {
    uTime: { value: 0 },
    uMains: { value: 1 },
    uEmergency: { value: 0 },
    uDay: { value: new Color(0.98, 1.02, 1.08) },
    uLamp: { value: new Color(1.06, 0.99, 0.88) },
    uSpare: { value: new Color(1.0, 0.9, 0.7) },
    uLight: { value: picture(map.texels, map.columns, height) },
    uSmoke: { value: picture(new Uint8Array(map.columns * height * 4), map.columns, height, false) },
    uMap: { value: new Vector4(map.x0, map.y0, 1 / (map.columns * CELL), 1 / (map.rows * CELL)) },
    uStoreys: { value: map.storeys.length },
    uEye: { value: new Vector3() },
    uSmoky: { value: 0 },
    uSteps: { value: 8 },
    uFires: { value: Array.from({ length: MAX_FIRES }, () => new Vector4(0, -100, 0, 0)) },
    uSurfaces: { value: null },
  };
}

function picture(texels: Uint8Array, width: number, height: number, soft = true): DataTexture {
  const texture = new DataTexture(texels, width, height, RGBAFormat, UnsignedByteType);
  texture.minFilter = texture.magFilter = soft ? LinearFilter : NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
