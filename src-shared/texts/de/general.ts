import type { Texts } from '../en';
import { counted, number, plural } from './intl';

export const general: Texts['general'] = {
  title: 'Allgemein',
  loadFailed: 'Die Einstellungen lassen sich nicht lesen.',

  endpoint: {
    title: 'Endpunkt',
    text: 'Hier setzen lokale Werkzeuge Secrets.',
    url: 'URL des Endpunkts',
    copyUrl: 'URL des Endpunkts kopieren',
    copyCurl: 'curl-Befehl kopieren',
    stop: 'Anhalten',
    start: 'Starten',
    running: 'Läuft',
    stopped: 'Angehalten',
    loopback: 'Nur Loopback',
    stoppedText: 'Bis zum Start können lokale Werkzeuge keine Secrets setzen.',
    requests: (count) => `${counted(count, 'Anfrage', 'Anfragen')} heute`,
    lastRequest: (when) => `letzte ${when}`,
    stopFailed: 'Nicht angehalten.',
    startFailed: 'Nicht gestartet.',
  },

  encryption: {
    title: 'Verschlüsselung',
    text: 'Schützt gespeicherte Werte.',
    own: 'Mit eigenem PHOENIX_SECRET verschlüsselt',
    fromEnvironment: 'Beim Start aus der Umgebung gelesen. Es wird nie auf den Datenträger geschrieben.',
    fromKeychain: (keychain) => `Liegt im Schlüsselbund des Systems (${keychain}).`,
    fallback: 'PHOENIX_SECRET ist nicht gesetzt',
    fallbackText: 'Secrets werden gespeichert, aber mit einem Schlüssel, der nichts schützt.',
    noKeychain: (keychain) =>
      `Phoenix Secrets kann hier keinen Schlüssel aufbewahren: Dieses System hat keinen Schlüsselbund, der ihn schützt (${keychain}). PHOENIX_SECRET in der Umgebung setzen und Phoenix Secrets neu starten.`,
    fallbackRule:
      'Das erzeugt eines. Nur einmal erzeugen und bei jedem Start dasselbe angeben. Mindestens 32 Zeichen ohne Leerzeichen, darunter eine Ziffer und ein Kleinbuchstabe. Eine Kopie aufbewahren: Ohne sie kann niemand ein Secret entschlüsseln. Schon gespeicherte Secrets müssen neu gesetzt werden.',
    fallbackCode: 'openssl rand -hex 32',
    copyFallbackCode: 'Befehl kopieren',
    set: 'Schlüssel festlegen…',
    unopened: 'Der Schlüsselbund gibt PHOENIX_SECRET nicht heraus',
    unopenedText: (writer, now) =>
      `${writer} hat den Eintrag geschrieben, diese Sitzung hat ${now}. Nichts wurde umgeschrieben. Phoenix Secrets in einer Sitzung starten, in der ${writer} entsperrt ist, oder PHOENIX_SECRET in der Umgebung auf die aufbewahrte Kopie setzen. Bis dahin kann kein Secret gesetzt oder ersetzt werden.`,
    unopenedSame: (keychain) =>
      `Der Eintrag in ${keychain} fehlt, ist gesperrt oder stammt von einem anderen Konto. Nichts wurde umgeschrieben. ${keychain} entsperren und Phoenix Secrets neu starten, oder PHOENIX_SECRET in der Umgebung auf die aufbewahrte Kopie setzen. Bis dahin kann kein Secret gesetzt oder ersetzt werden.`,
    unreadable: (unreadable, total) =>
      `${number(unreadable)} von ${counted(total, 'Secret', 'Secrets')} nicht lesbar`,
    unreadableText: (unreadable) =>
      plural(
        unreadable,
        'Es wurde unter einem anderen PHOENIX_SECRET gespeichert oder während keines gesetzt war: Die Liste sagt, unter welchem. Phoenix Secrets wie damals starten oder es ersetzen.',
        'Sie wurden unter einem anderen PHOENIX_SECRET gespeichert oder während keines gesetzt war: Die Liste sagt, unter welchem. Phoenix Secrets wie damals starten oder sie ersetzen.',
      ),
    showSecrets: 'Secrets zeigen',
    keychains: {
      gnome_libsecret: 'GNOME-Schlüsselbund',
      kwallet: 'KWallet',
      kwallet5: 'KWallet',
      kwallet6: 'KWallet',
      keychain: 'Schlüsselbund',
      dpapi: 'Windows-DPAPI',
      basic_text: 'basic_text',
    },
  },

  setKey: {
    title: 'Schlüssel festlegen',
    text: (readable) =>
      readable === 0
        ? 'Secrets werden ab jetzt mit diesem Schlüssel verschlüsselt. Er kommt in den Schlüsselbund des Systems.'
        : `${counted(readable, 'lesbares Secret wird', 'lesbare Secrets werden')} mit diesem Schlüssel neu verschlüsselt. Er kommt in den Schlüsselbund des Systems.`,
    field: 'PHOENIX_SECRET',
    characters: (count) => counted(count, 'Zeichen', 'Zeichen'),
    placeholder: 'Schlüssel einfügen',
    generate: 'Einen erzeugen',
    generated: 'Entsteht beim Festlegen und wird einmal angezeigt',
    paste: 'Eigenen einfügen',
    rules: {
      secret_too_short: 'Mindestens 32 Zeichen',
      secret_digit: 'Eine Ziffer',
      secret_lower_case: 'Ein Kleinbuchstabe',
      secret_character: 'Nur ASCII, keine Leerzeichen',
    },
    ruleKept: 'Erfüllt:',
    ruleBroken: 'Fehlt:',
    keep: { fact: 'Eine Kopie aufbewahren.', text: 'Ohne sie kann niemand ein Secret entschlüsseln.' },
    copy: 'Schlüssel kopieren',
    save: (readable) =>
      readable === 0
        ? 'Schlüssel festlegen'
        : `Festlegen und ${counted(readable, 'Secret', 'Secrets')} verschlüsseln`,
    saving: 'Wird verschlüsselt…',
    failed: 'Schlüssel nicht festgelegt.',
    notTaken: 'Der Schlüsselbund hat den Schlüssel nicht angenommen. Nichts wurde geändert.',
    done: 'Fertig',
    stored: 'Kopie ist aufbewahrt',
    isSet: (reencrypted) =>
      reencrypted === 0
        ? 'Der Schlüssel ist festgelegt.'
        : `Der Schlüssel ist festgelegt. ${counted(reencrypted, 'Secret wurde', 'Secrets wurden')} damit neu verschlüsselt.`,
    stillUnreadable: (count) => `${counted(count, 'Secret bleibt', 'Secrets bleiben')} nicht lesbar.`,
    shownOnce: 'Er wird nur jetzt angezeigt.',
  },

  lock: {
    title: 'Sperre',
    text: 'Meldet ab, wenn niemand da ist.',
    group: 'Automatisch sperren',
    minutes: (count) => `${number(count)} Min.`,
    never: 'Nie',
    hint: 'Auch wenn der Computer schläft oder sein Bildschirm gesperrt wird.',
    hintNever: 'Nur wenn der Computer schläft oder sein Bildschirm gesperrt wird.',
    failed: 'Nicht gemerkt.',
  },

  dataFolder: {
    title: 'Datenordner',
    text: 'Secrets und Einstellungen.',
    field: 'Pfad des Datenordners',
    open: 'Öffnen',
    openFailed: 'Nicht geöffnet.',
  },

  appearance: {
    title: 'Darstellung',
    text: 'Folgt sonst dem Computer.',
    system: 'System',
    light: 'Hell',
    dark: 'Dunkel',
    failed: 'Nicht gemerkt.',
  },

  language: {
    title: 'Sprache',
    text: 'Automatisch folgt dem Computer.',
    system: 'Automatisch',
    failed: 'Nicht gemerkt.',
  },

  updates: {
    title: 'Aktualisierung',
    text: 'Sagt es und installiert nichts.',
    group: 'Nach neuerer Version sehen',
    off: 'Aus',
    daily: 'Täglich',
    hintOff: (host) =>
      `Niemand wird gefragt. Eingeschaltet erfährt ${host} die Version dieses Programms, sonst nichts.`,
    hint: (host) =>
      `Fragt ${host} beim Start und einmal am Tag; erfährt die Version dieses Programms, sonst nichts.`,
    noFeed: 'Niemand kann gefragt werden: PHOENIX_SECRETS_UPDATE_FEED ist nicht gesetzt.',
    checkNow: 'Jetzt nachsehen',
    checking: 'Wird nachgesehen…',
    newer: (version) => `Version ${version} ist da.`,
    newest: 'Dies ist die neueste Version.',
    checked: (when) => `Gefragt ${when}.`,
    noAnswer: (host) =>
      `${host} gab keine brauchbare Antwort. Morgen wird wieder gefragt, oder mit „Jetzt nachsehen“.`,
    open: 'Im Browser zeigen',
    openFailed: 'Der Browser wurde nicht geöffnet.',
    failed: 'Nicht gemerkt.',
  },

  versions: {
    title: 'Versionen',
    text: 'Gehören in jeden Fehlerbericht.',
    copy: 'Versionen kopieren',
    line: (app, schema, electron) =>
      `Phoenix Secrets ${app} · Datenschema ${String(schema)} · Electron ${electron}`,
  },
};
