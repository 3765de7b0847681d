import type { Texts } from '../en';

export const apiKeys: Texts['apiKeys'] = {
  title: 'API-Schlüssel',
  newApiKey: 'Neuer API-Schlüssel',
  table: 'API-Schlüssel',
  introBefore: 'Lokale Werkzeuge senden einen als ',
  introCode: 'Authorization: Bearer …',
  introAfter: ', um Secrets zu setzen und zu löschen.',
  introAfterOwn: '. Er darf, was sein Besitzer darf, solange dieser es darf.',
  columns: {
    name: 'Name',
    kind: 'Art',
    owner: 'Besitzer',
    lastUsed: 'Zuletzt benutzt',
    expires: 'Ablauf',
    actions: 'Aktionen',
  },
  kinds: { system: 'System', personal: 'Persönlich' },
  never: 'Nie',
  neverUsed: 'Nie benutzt',
  expired: 'Abgelaufen',
  delete: (name) => `${name} löschen`,
  deleteTip: 'Löschen',

  empty: {
    title: 'Noch keine API-Schlüssel',
    text: 'Ein Skript oder Werkzeug auf diesem Computer setzt Secrets mit einem API-Schlüssel. Phoenix Secrets behält einen Hash davon, nicht den Schlüssel.',
  },
  loadFailed: 'Die API-Schlüssel lassen sich nicht lesen.',

  form: {
    name: 'Name',
    nameHint: 'Was ihn benutzt, zum Beispiel ci-deploy.',
    kind: 'Art',
    kindHints: {
      system: 'Ein Systemschlüssel gehört niemandem und bleibt, wenn sein Ersteller geht.',
      personal: 'Er darf, was sein Besitzer darf, solange dieser es darf.',
    },
    expires: 'Ablauf',
    days30: '30 Tage',
    days90: '90 Tage',
    year: '1 Jahr',
    never: 'Nie',
    neverHint: 'Er gilt, bis er gelöscht wird.',
  },

  created: {
    title: (name) => `API-Schlüssel ${name} kopieren`,
    text: 'Er wird nur jetzt angezeigt. Phoenix Secrets behält einen Hash davon, nicht den Schlüssel.',
    field: 'API-Schlüssel',
    copy: 'API-Schlüssel kopieren',
    done: 'Fertig',
    kind: 'Art',
    may: 'Darf',
    mayTexts: {
      system: 'Secrets setzen, ersetzen und löschen',
      personal: 'Was sein Besitzer darf, solange dieser es darf',
    },
    expires: 'Ablauf',
    clipboard: 'Kopiert, verlässt die Zwischenablage nach 30 Sekunden.',
  },

  deleteDialog: {
    title: (name) => `${name} löschen?`,
    text: 'Was diesen API-Schlüssel benutzt, wird ab der nächsten Anfrage abgewiesen. Das lässt sich nicht rückgängig machen.',
    lastUsed: (when) => `Zuletzt benutzt: ${when}.`,
    neverUsed: 'Er wurde nie benutzt.',
  },
};
