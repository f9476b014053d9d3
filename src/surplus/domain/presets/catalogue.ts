import { philippines } from './asia.js';
import { germany, internationalDefault, italy, unitedKingdom } from './europe.js';
import { franceScic, franceScop } from './france.js';
import { argentina, brazil, colombia } from './latin-america.js';
import { mondragon } from './mondragon.js';
import { quebec, unitedStates } from './north-america.js';
import type { Preset } from './preset.js';
import { spainBasque, spainGeneral } from './spain.js';

/** Every preset by its id. */
export const presets: ReadonlyMap<string, Preset> = new Map(
  [
    spainGeneral,
    spainBasque,
    mondragon,
    franceScop,
    franceScic,
    italy,
    germany,
    unitedKingdom,
    quebec,
    unitedStates,
    argentina,
    brazil,
    colombia,
    philippines,
    internationalDefault,
  ].map((preset) => [preset.id, preset]),
);
