import { methodsInSpanish } from './method-phrases-spanish.js';
import type { PolicyPhrases } from './policy-phrases.js';

const days = (count: number): string => (count === 1 ? 'un día' : `${count} días`);
const bodies: Readonly<Record<string, string>> = {
  'general-assembly': 'la asamblea general',
  board: 'el consejo rector',
};

export const policyInSpanish: PolicyPhrases = {
  decides: (body) => `Decide ${bodies[body] ?? `el órgano «${body}»`}.`,
  and: 'y',
  or: 'o',
  half: 'la mitad',
  base: {
    cast: 'los votos emitidos a favor y en contra',
    valid: 'los votos emitidos, abstenciones incluidas,',
    eligible: 'todos los votos con derecho a emitirse',
  },
  baseOfClass: {
    cast: (code) => `los votos que la clase ${code} emite a favor y en contra`,
    valid: (code) => `los votos que emite la clase ${code}, abstenciones incluidas,`,
    eligible: (code) => `todos los votos de la clase ${code}`,
  },
  part: (comparison, fraction, base) =>
    `${comparison === '>' ? 'más de' : 'al menos'} ${fraction} de ${base}`,
  all: (base) => base,
  adoptedWhen: (part) => `Se aprueba cuando ${part} son favorables.`,
  classAsWell: (part) => `Además, ${part} han de ser favorables.`,
  classCap: (code, fraction) =>
    `Los votos de la clase ${code} cuentan en conjunto como máximo ${fraction} de todos los votos a favor y en contra.`,
  noMajority: 'No se exige mayoría.',
  anyInFavour: (base) => `Hace falta un voto favorable, contado en ${base}.`,
  block: {
    against: 'Una persona puede bloquearla con un motivo; un bloqueo cuenta como voto en contra.',
    veto: 'Una persona puede bloquearla con un motivo; un solo bloqueo la detiene.',
  },
  early:
    'Termina antes del cierre anunciado, aunque no antes de su duración mínima, en cuanto ninguna papeleta pendiente podría cambiar el resultado.',
  consent:
    'Cada persona consiente, se aparta u objeta con un motivo; se aprueba cuando no queda ninguna objeción abierta.',
  answerWithin: (count) =>
    count === 0
      ? 'Toda objeción se responde antes del cierre.'
      : `Toda objeción se responde en el plazo de ${days(count)}.`,
  overruledBy: (part) => `Una objeción puede desestimarse cuando ${part} son favorables a ello.`,
  neverOverruled: 'Ninguna mayoría desestima una objeción.',
  gradients: (steps, canLiveWith, share) =>
    `Cada persona la sitúa en una escala de ${steps} grados de acuerdo; se aprueba cuando ${share} las marcas están en los ${canLiveWith} primeros.`,
  methods: methodsInSpanish,
  tie: {
    drawn: 'Los empates se deciden por un orden sorteado para cada votación cuando se abre.',
    reported: 'Un empate es el resultado: no se elige entre quienes están igualados.',
    earlierRounds: 'A los empatados los distingue la última ronda anterior en la que difieren.',
  },
  added: {
    none_of_these:
      'Junto a ellas figura «ninguna de estas», que se cuenta como cualquier opción: lo que quede por detrás no se elige.',
    undeclared_write_in:
      'Junto a ellas figura una para quien no está en la lista, que no puede ganar: sale la primera y sus papeletas pasan.',
    excluded:
      'Mientras está abierta, quien puede abrir una votación así puede retirar una opción, con un motivo que todas las personas leen; desde entonces se salta en todas las papeletas.',
  },
  optionCount: (least, most) =>
    least === most ? `Hay exactamente ${least} opciones.` : `Hay de ${least} a ${most} opciones.`,
  countedAs: (method, version, choices) =>
    `Se cuenta como ${method}, versión ${version}${choices.length > 0 ? `, con ${choices.join(', ')}` : ''}.`,
  noQuorum: 'No se exige participación mínima.',
  quorum: (fraction, measure, counting) =>
    `${fraction === null ? 'Deben participar todas' : `Debe participar al menos ${fraction} de`} ${measure === 'people' ? 'las personas con derecho a voto' : 'los votos con derecho a emitirse'}; cuentan como participación ${counting}.`,
  counting: {
    for: 'los votos a favor',
    against: 'los votos en contra',
    abstain: 'las abstenciones',
    blank: 'las papeletas en blanco',
    invalid: 'las papeletas nulas',
    block: 'los bloqueos',
    ballots: 'todas las papeletas',
  },
  opens: (noticeDays) =>
    noticeDays === 0
      ? 'La votación puede abrirse sin preaviso'
      : `La votación se abre como pronto ${days(noticeDays)} después de la publicación`,
  lasts: (least, most) => (most === null ? `y dura ${least}.` : `y dura de ${least} a ${most}.`),
  openedBy: (openers) => `La abre ${openers}.`,
  opener: {
    author: 'quien la propone',
    steward: 'la administración',
    treasurer: 'la tesorería',
    secretary: 'la secretaría',
    facilitator: 'la facilitación',
  },
  visibility: {
    open: 'Todo el mundo ve cómo votó cada persona.',
    confidential:
      'Cómo votó cada persona es confidencial: pueden verlo quienes administran el sistema, no los demás miembros.',
  },
  results: {
    during: 'Los resultados se muestran mientras la votación está abierta.',
    after: 'Los resultados no se muestran hasta que la votación se cierra.',
  },
  extension: { possible: 'La votación puede prorrogarse.', impossible: 'La votación no puede prorrogarse.' },
  noDelegation: 'Nadie vota por otra persona por delegación.',
  delegation: (cap, reconfirm) =>
    [
      'Una persona puede pasar su voto a otra, y recuperarlo votando.',
      cap === null ? '' : `Tras una misma persona hay como máximo ${cap} ${cap === 1 ? 'voto' : 'votos'}.`,
      reconfirm === null ? '' : `Lo delegado debe confirmarse de nuevo en ${days(reconfirm)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  recount: (share, count) =>
    `${share === null ? 'Cualquier persona del censo puede' : `Al menos ${share} de las personas del censo pueden`} pedir un nuevo recuento en los ${days(count)} siguientes al resultado.`,
  noRecount: 'No puede pedirse un nuevo recuento, salvo el que cada cual haga con el paquete.',
  dissent: (count) =>
    `En los ${days(count)} siguientes al resultado una persona puede hacer constar su disenso.`,
  takesForce: (count) =>
    count === 0
      ? 'La decisión entra en vigor de inmediato.'
      : `La decisión entra en vigor ${days(count)} después del resultado.`,
  days,
  hours: (count) => (count === 1 ? 'una hora' : `${count} horas`),
};
