import type { Texts } from '../en';
import { clock, counted, list, number, plural } from './intl';

const kindNames = { provider: 'Anbieter', sandbox: 'Sandbox', assistant: 'Assistent', prompt: 'Prompt' };

const kindsAsked = {
  provider: 'Anbieter',
  sandbox: 'Sandboxes',
  assistant: 'den Assistenten',
  prompt: 'Prompts',
};

export const secrets: Texts['secrets'] = {
  title: 'Secrets',
  newSecret: 'Neues Secret',
  search: 'Secrets durchsuchen',
  table: 'Secrets',
  columns: {
    key: 'Schlüssel',
    usedBy: 'Benutzt von',
    updated: 'Geändert',
    owner: 'Zuletzt von',
    actions: 'Aktionen',
  },
  selectAll: 'Alle Secrets auswählen',
  select: (key) => `${key} auswählen`,
  replace: (key) => `${key} ersetzen`,
  delete: (key) => `${key} löschen`,
  replaceTip: 'Ersetzen',
  notReplaceable: 'Kein gültiger Schlüssel. Der Wert kann nicht ersetzt werden.',
  deleteTip: 'Löschen',
  notUsed: 'Nicht benutzt',
  uses: {
    looking: 'Wird gesucht…',
    notKnown: 'Nicht bekannt',
    fact: (count) => `Was ${plural(count, 'diesen', 'diese')} Schlüssel liest, ist nicht bekannt.`,
    partly: (count) => `Nicht alles, was ${plural(count, 'diesen', 'diese')} Schlüssel liest, ist bekannt.`,
    notAsked: (kinds) =>
      `Der Server hat keine Auskunft gegeben über ${list(kinds.map((kind) => kindsAsked[kind]))}.`,
    cut: 'Nur die ersten 1.000 Prompts wurden angesehen. Es kann weitere geben.',
    lookingFor: (count) => `Es wird gesucht, was ${plural(count, 'diesen', 'diese')} Schlüssel liest…`,
  },
  more: (count) => `+${number(count)}`,
  use: (kind, name) => (kind === 'provider' ? name : `${kindNames[kind]}: ${name}`),
  nobody: 'Zu dieser Änderung ist niemand bekannt. Der Benutzer wurde gelöscht.',
  unreadable: {
    other_secret: 'Nicht lesbar: mit einem anderen PHOENIX_SECRET verschlüsselt',
    no_secret: 'Nicht lesbar: gespeichert, als kein PHOENIX_SECRET gesetzt war',
    damaged: 'Nicht lesbar: Der gespeicherte Wert ist beschädigt',
  },

  matches: (shown, total, query) =>
    `${number(shown)} von ${counted(total, 'Secret', 'Secrets')} ${plural(shown, 'passt', 'passen')} zu „${query}“.`,
  owner: 'Besitzer',
  allSecrets: 'Alle Secrets',
  mySecrets: 'Meine Secrets',
  noneMine: (total) =>
    total === 1
      ? 'Das eine Secret hat zuletzt jemand anderes geändert.'
      : `Keines der ${counted(total, 'Secret', 'Secrets')} hat dieses Konto zuletzt geändert.`,
  showAll: 'Alle Secrets zeigen',
  noMatch: (query) => `Kein Secret passt zu „${query}“.`,
  clearSearch: 'Suche leeren',

  selected: (count) => `${number(count)} ausgewählt`,
  deleteSelected: (count) => `${counted(count, 'Secret', 'Secrets')} löschen…`,
  clear: 'Auswahl aufheben',

  empty: {
    title: 'Noch keine Secrets',
    text: 'Anbieterschlüssel wie OPENAI_API_KEY liegen verschlüsselt auf diesem Computer. Ein Wert lässt sich setzen, ersetzen oder löschen. Er wird nie wieder angezeigt.',
    script: 'Oder eines mit einem Skript setzen',
  },

  fallback: {
    fact: 'PHOENIX_SECRET ist nicht gesetzt.',
    text: 'Secrets werden gespeichert, aber mit einem Schlüssel, der nichts schützt.',
    set: 'Schlüssel festlegen…',
    how: 'So wird es gesetzt',
  },

  keyUnavailable: {
    fact: 'PHOENIX_SECRET lässt sich nicht aus dem Schlüsselbund lesen.',
    text: 'Nichts gilt als verloren, aber Änderungen sind aus, bis es wieder da ist.',
    action: 'So kommt es zurück',
  },

  loadFailed: {
    fact: 'Die Secrets lassen sich nicht lesen.',
    stale: (seenAt) => `Schlüssel im Stand von ${clock(seenAt)} Uhr. Änderungen sind aus.`,
  },

  form: {
    key: 'Schlüssel',
    value: 'Wert',
    writeOnly: 'Nur schreibbar',
    replacesStored: 'Ersetzt den gespeicherten Wert',
    shown: (lines) => `Sichtbar · ${counted(lines, 'Zeile', 'Zeilen')}`,
    placeholder: 'Wert einfügen oder eingeben',
    keyHint: 'Großbuchstaben, Ziffern und Unterstriche.',
    keyNormalized: 'Neuer Schlüssel. Kleinbuchstaben wurden groß, Leerzeichen zu Unterstrichen.',
    keyUnused: 'Neuer Schlüssel. Noch benutzt ihn nichts.',
    keyNew: 'Neuer Schlüssel.',
    keyRead: (names) => `${list(names)} ${plural(names.length, 'liest', 'lesen')} diesen Schlüssel.`,
    keyExists: (key) => `${key} gibt es schon.`,
    replaceInstead: 'Stattdessen ersetzen',
    valueHint: 'Wird verschlüsselt gespeichert und lässt sich nicht wieder auslesen.',
    linesHint: 'Zeilenumbrüche bleiben. Leerraum um den Wert wird entfernt.',
    envLine: (key) => `Das sieht nach einer Zeile aus, die ${key} setzt.`,
    envLines: (count) =>
      `Das sind ${number(count)} Zeilen, die je eine Variable setzen. Nichts wurde übernommen: Zeilen einzeln einfügen.`,
    envLinesAsOne: (count) =>
      `Das sind ${number(count)} Zeilen, die je eine Variable setzen. Sie würden als ein Wert gespeichert.`,
    split: 'In Schlüssel und Wert trennen',
    keepValue: 'Nur den Wert behalten',
    saveAnother: 'Speichern und nächstes',
  },

  replaceDialog: {
    title: 'Neuer Wert für',
    lastChanged: (when, owner) =>
      `Zuletzt geändert: ${when}, von ${owner}. Ein Schlüssel lässt sich nicht umbenennen.`,
    lastChangedByNobody: (when) => `Zuletzt geändert: ${when}. Ein Schlüssel lässt sich nicht umbenennen.`,
    notRenamed: 'Ein Schlüssel lässt sich nicht umbenennen.',
    usedNext: (names) =>
      `${list(names)} ${plural(names.length, 'benutzt', 'benutzen')} den neuen Wert ab der nächsten Anfrage.`,
    gone: (key) => `${key} wurde inzwischen gelöscht. Speichern legt es wieder an.`,
  },

  deleteDialog: {
    title: '',
    mark: ' löschen?',
    button: (key) => `${key} löschen`,
    short: 'Löschen',
    stops: 'Das funktioniert nicht mehr, sobald das Secret weg ist:',
    nothingKnown: 'Nichts, was Phoenix Secrets kennt, liest diesen Schlüssel.',
    undo: (seconds) =>
      `Das lässt sich ${counted(seconds, 'Sekunde', 'Sekunden')} lang rückgängig machen. Danach ist es weg.`,
    kind: (kind, required) =>
      kind === 'prompt' ? kindNames.prompt : `${kindNames[kind]} · ${required ? 'nötig' : 'optional'}`,

    manyTitle: (count) => `${counted(count, 'Secret', 'Secrets')} löschen?`,
    manyButton: (count) => `${counted(count, 'Secret', 'Secrets')} löschen`,
    manyStop: (names) =>
      `${list(names)} ${plural(names.length, 'funktioniert nicht mehr, sobald sein Secret weg ist', 'funktionieren nicht mehr, sobald ihre Secrets weg sind')}.`,
    manyStopMore: (names, more) =>
      `${names.join(', ')} und ${number(more)} weitere funktionieren nicht mehr, sobald ihre Secrets weg sind.`,
    manyNothing: 'Nichts, was Phoenix Secrets kennt, liest diese Schlüssel.',
    manyUndo: (seconds) =>
      `Das lässt sich ${counted(seconds, 'Sekunde', 'Sekunden')} lang rückgängig machen. Danach sind sie weg.`,
    usedBy: (names) => `Benutzt von ${list(names)}`,
    andMoreUses: (count) => `und ${number(count)} weitere`,
    changed: (names, more) =>
      `${list(more > 0 ? [...names, `${number(more)} weitere`] : names)} ${plural(names.length + more, 'wurde', 'wurden')} inzwischen geändert oder entfernt. Noch einmal löschen, um zu löschen, was jetzt da ist.`,
    andMore: (count) => `und ${counted(count, 'weiterer Schlüssel', 'weitere Schlüssel')}`,
  },

  toast: {
    deleted: 'Gelöscht:',
    deletedMany: (count) => `${counted(count, 'Secret', 'Secrets')} gelöscht`,
    restored: 'Wiederhergestellt:',
    restoredMany: (count) => `${counted(count, 'Secret', 'Secrets')} wiederhergestellt`,
    kept: (count) =>
      `${counted(count, 'Schlüssel wurde', 'Schlüssel wurden')} inzwischen neu gesetzt und so gelassen`,
    expired: 'Zu spät zum Rückgängigmachen. Es ist weg.',
    undoFailed: 'Nicht wiederhergestellt.',
  },
};
