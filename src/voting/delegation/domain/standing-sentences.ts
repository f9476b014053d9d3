import type { SentenceLanguage } from '../../domain/outcome-sentences.js';
import type { DeadEnd } from './resolve-votes.js';
import type { StandingKind, VoteStanding } from './vote-standing.js';

/** The name of a member by membership; the number stands where no name is kept. */
export type NameOf = (membershipId: string) => string;

type Plain = Exclude<StandingKind, 'counted' | 'cycle' | 'dead_end' | 'holder_cap'>;

/** The sentences of a language; names, dates and numbers come from the standing, never from here. */
interface Phrases {
  readonly plain: Record<Plain, readonly [open: string, final: string]>;
  readonly you: string;
  readonly counted: (holder: string, isFinal: boolean) => string;
  readonly through: (next: string, steps: number) => string;
  readonly override: string;
  readonly lost: (isFinal: boolean) => string;
  readonly circle: (names: string) => string;
  readonly breakIt: string;
  readonly intoCircle: (next: string) => string;
  readonly deadEnd: Record<DeadEnd, (who: string, isFinal: boolean) => string>;
  readonly furtherOn: (next: string) => string;
  readonly lastHolder: string;
  readonly capped: (holder: string, cap: number) => string;
  readonly rests: Record<'expired' | 'lapsed', (to: string, until: string) => string>;
  readonly nobody: string;
}

const english: Phrases = {
  plain: {
    not_elector: ['You have no vote here.', 'You had no vote here.'],
    withdrawn: [
      'You have withdrawn from this vote because of a conflict of interest; your vote counts nowhere.',
      'You withdrew from this vote because of a conflict of interest; your vote counted nowhere.',
    ],
    own_ballot: [
      'Your own ballot counts, whatever you have delegated.',
      'Your own ballot was counted, whatever you had delegated.',
    ],
    asked_again: [
      'The text has changed since you voted, and you are asked again: your vote counts nowhere until you cast another ballot, nor with a holder, since you have voted yourself.',
      'The text changed after you had voted, and you did not answer again; your vote counted nowhere.',
    ],
    forbidden: [
      'The rule of this vote allows no delegation; you have a vote here only by your own ballot, and have cast none.',
      'The rule of this vote allowed no delegation, and you cast no ballot.',
    ],
    resting: [
      'Your membership does not stand at the close, so your delegations rest; your own ballot would count.',
      'Your membership did not stand at the close, so your delegations rested, and you cast no ballot.',
    ],
    blocked: [
      'You have said that nobody votes for you here; only your own ballot counts, and you have cast none.',
      'You had said that nobody votes for you here, and you cast no ballot.',
    ],
    nothing: [
      'You have neither voted nor delegated your vote; it counts nowhere so far.',
      'You neither voted nor delegated your vote; it counted nowhere.',
    ],
  },
  you: 'you',
  counted: (holder, isFinal) =>
    isFinal ? `Your vote was counted as ${holder} voted.` : `Your vote counts as ${holder} votes.`,
  through: (next, steps) =>
    `You delegated it to ${next}, who passed it on; it passes through ${steps} members.`,
  override: 'If you cast a ballot before the close, your own counts instead.',
  lost: (isFinal) => (isFinal ? 'Your vote counted nowhere.' : 'Your vote counts nowhere as things stand.'),
  circle: (names) => `It goes round in a circle: ${names}.`,
  breakIt: 'A ballot, or another delegation, of any of you breaks the circle.',
  intoCircle: (next) => `You delegated it to ${next}, from whom it comes into a circle.`,
  deadEnd: {
    no_ballot: (who, isFinal) =>
      isFinal
        ? `${who} cast no ballot and passed it on to nobody.`
        : `${who} has not voted and has passed it on to nobody.`,
    nobody: (who, isFinal) =>
      isFinal
        ? `${who} cast no ballot and lets nobody vote.`
        : `${who} has not voted and lets nobody vote for them.`,
    not_elector: (who) => `${who} is not in the electorate of this vote.`,
    not_current: (who) => `${who} is not a current member at the close.`,
    withdrawn: (who) => `${who} has withdrawn from this vote because of a conflict of interest.`,
  },
  furtherOn: (next) => `You delegated it to ${next}, who passed it on.`,
  lastHolder: 'Whoever holds it last',
  capped: (holder, cap) =>
    `${holder} holds as many votes of others as the rule allows (${cap}). The nearest are taken first, those equally near in a drawn order.`,
  rests: {
    expired: (to, until) => `Your delegation to ${to} was given until ${until}.`,
    lapsed: (to, until) =>
      `Your delegation to ${to} lapsed after ${until}, unconfirmed; confirmed, it counts again.`,
  },
  nobody: 'nobody',
};

const spanish: Phrases = {
  plain: {
    not_elector: ['No tienes voto aquí.', 'No tenías voto aquí.'],
    withdrawn: [
      'Te has retirado de esta votación por conflicto de intereses; tu voto no cuenta en ningún lado.',
      'Te retiraste de esta votación por conflicto de intereses; tu voto no contó en ningún lado.',
    ],
    own_ballot: [
      'Cuenta tu propio voto, hayas delegado lo que hayas delegado.',
      'Contó tu propio voto, por más que lo hubieras delegado.',
    ],
    asked_again: [
      'El texto ha cambiado desde que votaste y se te pregunta de nuevo: tu voto no cuenta hasta que vuelvas a votar, tampoco con quien te represente, pues ya votaste por tu cuenta.',
      'El texto cambió después de que votaras y no respondiste de nuevo; tu voto no contó en ningún lado.',
    ],
    forbidden: [
      'La regla de esta votación no permite delegar; aquí solo cuenta tu propio voto, y no lo has emitido.',
      'La regla de esta votación no permitía delegar, y no emitiste tu voto.',
    ],
    resting: [
      'Tu condición de socia o socio no está vigente al cierre, así que tus delegaciones no cuentan; tu propio voto contaría.',
      'Tu condición de socia o socio no estaba vigente al cierre, así que tus delegaciones no contaron, y no emitiste tu voto.',
    ],
    blocked: [
      'Has dicho que aquí nadie vota por ti; solo cuenta tu propio voto, y no lo has emitido.',
      'Habías dicho que aquí nadie vota por ti, y no emitiste tu voto.',
    ],
    nothing: [
      'No has votado ni delegado tu voto; por ahora no cuenta en ningún lado.',
      'No votaste ni delegaste tu voto; no contó en ningún lado.',
    ],
  },
  you: 'tú',
  counted: (holder, isFinal) =>
    isFinal ? `Tu voto se contó según votó ${holder}.` : `Tu voto cuenta según vota ${holder}.`,
  through: (next, steps) => `Lo delegaste en ${next}, que lo pasó; pasa por ${steps} personas.`,
  override: 'Si votas antes del cierre, cuenta tu propio voto.',
  lost: (isFinal) =>
    isFinal ? 'Tu voto no contó en ningún lado.' : 'Tal como está, tu voto no cuenta en ningún lado.',
  circle: (names) => `Va dando vueltas en círculo: ${names}.`,
  breakIt: 'Un voto, u otra delegación, de cualquiera del círculo lo rompe.',
  intoCircle: (next) => `Lo delegaste en ${next}, y de ahí entra en un círculo.`,
  deadEnd: {
    no_ballot: (who, isFinal) =>
      isFinal ? `${who} no votó ni lo pasó a nadie.` : `${who} no ha votado ni lo ha pasado a nadie.`,
    nobody: (who, isFinal) =>
      isFinal
        ? `${who} no votó y no deja que nadie vote en su lugar.`
        : `${who} no ha votado y no deja que nadie vote en su lugar.`,
    not_elector: (who) => `${who} no figura en el censo de esta votación.`,
    not_current: (who) => `${who} no tiene vigente su condición de socia o socio al cierre.`,
    withdrawn: (who) => `${who} se ha retirado de esta votación por conflicto de intereses.`,
  },
  furtherOn: (next) => `Lo delegaste en ${next}, que lo pasó.`,
  lastHolder: 'Quien lo tiene al final',
  capped: (holder, cap) =>
    `${holder} tiene tantos votos ajenos como permite la regla (${cap}). Se toman primero los más cercanos y, a igual cercanía, por un orden sorteado.`,
  rests: {
    expired: (to, until) => `Tu delegación en ${to} valía hasta el ${until}.`,
    lapsed: (to, until) =>
      `Tu delegación en ${to} caducó después del ${until} por no confirmarla; si la confirmas, vuelve a contar.`,
  },
  nobody: 'nadie',
};

const phrasesIn: Record<SentenceLanguage, Phrases> = { en: english, es: spanish };

/** Where a member's vote stands, in sentences to that member, built from the standing alone. */
export function standingSentences(
  standing: VoteStanding,
  nameOf: NameOf,
  language: SentenceLanguage,
): string[] {
  const phrases = phrasesIn[language];
  const resting = standing.resting.map(({ holder, rests, until }) =>
    phrases.rests[rests](holder === null ? phrases.nobody : nameOf(holder), until),
  );
  return [...wayOf(standing, nameOf, phrases), ...resting];
}

function wayOf(standing: VoteStanding, nameOf: NameOf, phrases: Phrases): string[] {
  const { kind, isFinal, steps } = standing;
  const next = standing.nextHolder === null ? '' : nameOf(standing.nextHolder);
  const lost = phrases.lost(isFinal);
  switch (kind) {
    case 'counted':
      return [
        phrases.counted(nameOf(standing.holder!), isFinal),
        ...(steps > 1 ? [phrases.through(next, steps)] : []),
        ...(isFinal ? [] : [phrases.override]),
      ];
    case 'holder_cap':
      return [lost, phrases.capped(nameOf(standing.holder!), standing.holderCap ?? 0)];
    case 'cycle':
      return standing.circle.length === 0
        ? [lost, phrases.intoCircle(next)]
        : [
            lost,
            phrases.circle(circleWords(standing, nameOf, phrases)),
            ...(isFinal ? [] : [phrases.breakIt]),
          ];
    case 'dead_end': {
      const isSeen = standing.deadEndAt !== null;
      const cause = phrases.deadEnd[standing.deadEnd!](isSeen ? next : phrases.lastHolder, isFinal);
      return isSeen ? [lost, cause] : [lost, phrases.furtherOn(next), cause];
    }
    default:
      return [phrases.plain[kind][isFinal ? 1 : 0]];
  }
}

/** `you → Ada → Bo → you`; of a very long circle the beginning, and that it goes on. */
function circleWords({ circle, steps }: VoteStanding, nameOf: NameOf, { you }: Phrases): string {
  const isWhole = circle.length === steps;
  const others = (isWhole ? circle.slice(0, -1) : circle).map(nameOf);
  return [you, ...others, ...(isWhole ? [] : ['…']), you].join(' → ');
}
