import type { Role } from '../../contract';
import type { Texts } from '../en';
import { clock, counted, list, number, plural } from './intl';

const roleNames: Record<Role, string> = {
  SYSTEM: 'Systembenutzer',
  ADMIN: 'Admin',
  MEMBER: 'Member',
  VIEWER: 'Viewer',
};

const cannotReach = (host: string) => `${host} ist nicht erreichbar.`;
const cannotTrust = (host: string) => `${host} ist nicht vertrauenswürdig.`;
const cannotUse = (host: string) => `Die Antwort von ${host} ist nicht brauchbar.`;
const notPhoenix = (host: string) => `${host} ist kein Phoenix-Server.`;
const asksWho = (host: string) => `${host} verlangt eine Anmeldung.`;

const tellsApart = 'Unterscheidet Server.';

export const connections: Texts['connections'] = {
  title: 'Verbindungen',
  table: 'Verbindungen',
  add: 'Verbindung hinzufügen',
  addDialog: 'Verbindung hinzufügen…',
  manage: 'Verbindungen verwalten',
  switcher: (name) => `Verbindung: ${name}`,
  opened: (name) => `${name} ist geöffnet`,
  notOpened: 'Nicht geöffnet.',
  columns: { connection: 'Verbindung', person: 'Angemeldet als', state: 'Zustand', actions: 'Aktionen' },
  states: {
    unknown: 'Nicht verbunden',
    checking: 'Verbindet…',
    connected: 'Verbunden',
    read_only: 'Nur lesbar',
    sign_in_needed: 'Anmelden',
    unreachable: 'Nicht erreichbar',
  },
  ways: {
    api_key: 'API-Schlüssel',
    password: 'E-Mail und Passwort',
    browser: 'Browser',
    none: 'Keine Anmeldung',
  },
  labels: {
    none: 'Keine',
    development: 'Entwicklung',
    staging: 'Staging',
    production: 'Produktion',
  },
  open: 'Öffnen',
  openNow: 'Geöffnet',
  ready: 'Bereit',
  openOf: (name) => `${name} öffnen`,
  more: (name) => `Weitere Aktionen für ${name}`,
  edit: 'Bearbeiten…',
  checkNow: 'Jetzt prüfen',
  signInNow: 'Anmelden…',
  remove: 'Entfernen…',
  checked: (name, state) => `${name}: ${state}`,
  loadFailed: 'Die Verbindungen lassen sich nicht lesen.',
  versionOf: (version) => `Phoenix ${version}`,
  ownVersion: (version) => `Phoenix Secrets ${version}`,
  milliseconds: (count) => `${number(count)} ms`,
  noSecrets: (version) => (version === null ? 'Hat keine Secrets' : `Phoenix ${version} hat keine Secrets`),
  lastReached: (when) => `Zuletzt erreicht: ${when}`,
  neverReached: 'Nie erreicht',
  signedInAs: (role) => `Angemeldet als ${role}`,
  nobody: 'Nicht angemeldet',
  onServer: (server) => `auf ${server}`,
  roleOnServer: (role, server) => `${role} auf ${server}`,
  hint: {
    title: 'Auf einem Phoenix-Server arbeiten',
    text: 'Die Secrets eines hinzugefügten Servers lassen sich hier auflisten, setzen, ersetzen und löschen, über die 100 hinaus, die seine eigene Seite zeigt. Was auf diesem Computer gespeichert ist, bleibt, wo es ist.',
  },
  usersHere: (server) => `Das sind die Benutzer dieses Computers, nicht die von ${server}.`,
  apiKeysHere: (server) =>
    `Diese Schlüssel gelten für den lokalen Speicher dieses Computers, nicht für ${server}.`,
  accountHere: (name) => `Konto ${name} auf diesem Computer`,

  form: {
    editTitle: 'Bearbeiten:',
    url: 'URL',
    urlHint: 'Wie im Browser, mit dem Pfad, falls es einen gibt.',
    urlFixed: 'Bleibt, wie sie ist. Ändern lässt sie sich auf der Seite Verbindungen.',
    name: 'Name',
    signIn: 'Anmelden mit',
    apiKey: 'API-Schlüssel',
    apiKeyHint: 'In Phoenix unter Settings → API Keys erstellt. Auch ein Admin-Secret geht.',
    email: 'E-Mail',
    password: 'Passwort',
    kept: 'Aufbewahrt. Zum Ändern eingeben',
    browserHint:
      'Beim Verbinden öffnet sich der Browser des Systems. Dort wie immer anmelden, auch mit Single Sign-on.',
    noneHint: 'Für Server, die keine Anmeldung verlangen.',
    asksSignIn: 'Dieser Server verlangt eine Anmeldung. Eine Art der Anmeldung wählen.',
    noSignIn: 'Dieser Server verlangt keine Anmeldung.',
    label: 'Kennzeichnung',
    labelHints: {
      none: tellsApart,
      development: tellsApart,
      staging: tellsApart,
      production: 'Speichern und Löschen fragen noch einmal nach.',
    },
    trust: 'Zertifikat',
    caFile: 'CA-Datei',
    caFileHint: 'Pfad einer PEM-Datei. Ihrer Stelle wird für diesen Server neben denen des Systems vertraut.',
    http: 'Trotzdem unverschlüsseltes http benutzen',
    httpText:
      'Unterwegs ist nichts verschlüsselt: Wer zwischen diesem Computer und dem Server sitzt, kann Zugangsdaten und gesendete Werte lesen.',
    noKeychain:
      'Dieses System hat keinen Schlüsselbund. Die Zugangsdaten bleiben im Arbeitsspeicher und sind weg, wenn Phoenix Secrets endet.',
    test: 'Testen',
    testAgain: 'Neu testen',
    testing: 'Wird getestet…',
    save: 'Speichern & verbinden',
    connecting: 'Verbindet…',
    failed: 'Nicht verbunden.',
    notSaved: 'Nicht gespeichert.',
    connectedIn: (milliseconds) => `Verbunden in ${number(milliseconds)} ms`,
    reached: 'Der Server ist da',
    inBrowser: 'die Anmeldung folgt beim Verbinden im Browser',
    signedInAs: (name) => `angemeldet als ${name}`,
    noSignInThere: 'keine Anmeldung',
    secretCount: (count, more) =>
      more ? `mehr als ${number(count)} Secrets` : counted(count, 'Secret', 'Secrets'),
    readOnly: 'Secrets lassen sich nicht ändern',
    unknownVersion: 'Phoenix',

    waiting: 'Wartet auf den Browser',
    waitingText: 'Dort anmelden und Phoenix Secrets zulassen. Hier geht es dann von selbst weiter.',

    newPassword: (name) => `Das Passwort stimmt, und ${name} verlangt vor allem anderen ein neues.`,
    setPassword: 'Passwort festlegen und verbinden',
    settingPassword: 'Wird festgelegt…',
    passwordNotSet: 'Passwort nicht festgelegt.',
  },

  signIn: {
    title: (name) => `Bei ${name} anmelden`,
    note: 'Danach geht es weiter wie zuvor.',
    button: 'Anmelden',
    browserButton: 'Browser öffnen',
    none: (name) =>
      `${name} verlangt jetzt eine Anmeldung, und diese Verbindung hat keine. Sie bearbeiten und eine Art der Anmeldung wählen.`,
    otherWay: 'Anders anmelden…',
    failed: 'Nicht angemeldet.',
  },

  removeDialog: {
    title: (name) => `${name} entfernen?`,
    button: (name) => `${name} entfernen`,
    text: 'Die Zugangsdaten werden von diesem Computer getilgt, und eine Anmeldung dort endet. Die Secrets des Servers bleiben, wie sie sind.',
    open: 'Die Verbindung ist gerade geöffnet: Der lokale Speicher tritt an ihre Stelle.',
    removing: 'Wird entfernt…',
    failed: 'Nicht entfernt.',
    removed: (name) => `${name} entfernt`,
  },

  roleNeeded: {
    fact: (server) => `Secrets auf ${server} erfordern die Rolle Admin.`,
    text: (role) =>
      `Dort angemeldet mit der Rolle ${roleNames[role]}. Ein Admin jenes Servers kann sie ändern.`,
  },

  faults: {
    unreachable: {
      refused: {
        fact: cannotReach,
        text: 'Die Verbindung wurde abgelehnt. Prüfen, ob Phoenix dort läuft und der Port stimmt.',
      },
      dns: {
        fact: cannotReach,
        text: 'Es gibt keinen Computer dieses Namens. Adresse oder VPN prüfen.',
      },
      timeout: {
        fact: cannotReach,
        text: 'Es kam nicht rechtzeitig eine Antwort. Netzwerk prüfen oder später erneut versuchen.',
      },
      reset: { fact: cannotReach, text: 'Die Verbindung brach ab. Erneut versuchen.' },
      proxy: {
        fact: cannotReach,
        text: 'Der Proxy des Systems ließ die Anfrage nicht durch. Seine Einstellungen prüfen.',
      },
      offline: { fact: cannotReach, text: 'Dieser Computer ist offline. Netzwerk prüfen.' },
      tls_authority: {
        fact: cannotTrust,
        text: 'Das Zertifikat stammt von keiner Stelle, die dieser Computer kennt. Ist es die eigene, ihre CA-Datei in der Verbindung angeben.',
      },
      tls_expired: {
        fact: cannotTrust,
        text: 'Das Zertifikat ist abgelaufen oder noch nicht gültig. Dem Betreiber melden und die Uhr dieses Computers prüfen.',
      },
      tls_host: {
        fact: cannotTrust,
        text: 'Das Zertifikat gilt für einen anderen Namen. Adresse prüfen oder dem Betreiber melden.',
      },
      tls: {
        fact: cannotTrust,
        text: 'Eine sichere Verbindung kommt nicht zustande. Dem Betreiber melden.',
      },
      other: { fact: cannotReach, text: 'Netzwerk prüfen und erneut versuchen.' },
    },
    not_phoenix: {
      html: { fact: notPhoenix, text: 'Die Antwort ist eine Webseite. URL und Pfad prüfen.' },
      redirect: {
        fact: notPhoenix,
        text: 'Anfragen werden an eine andere Adresse geschickt, der nicht gefolgt wird. Jene Adresse in der Verbindung benutzen.',
      },
      other: { fact: notPhoenix, text: 'Die Antwort ist etwas anderes. URL und Pfad prüfen.' },
    },
    bad_answer: {
      shape: { fact: cannotUse, text: 'Sie hat eine andere Form als bei Phoenix. Dem Betreiber melden.' },
      too_large: { fact: cannotUse, text: 'Sie ist zu groß. Dem Betreiber melden.' },
      endless: { fact: cannotUse, text: 'Die Liste der Secrets endet nicht. Dem Betreiber melden.' },
      mismatch: {
        fact: cannotUse,
        text: 'Sie nennt andere Schlüssel als gesendet. Vor dem Weitermachen die Liste ansehen.',
      },
      other: { fact: cannotUse, text: 'Erneut versuchen oder dem Betreiber melden.' },
    },
    sign_in_needed: {
      missing: { fact: asksWho, text: 'Dafür sind keine Zugangsdaten aufbewahrt. Anmelden.' },
      expired: { fact: asksWho, text: 'Die Anmeldung dort ist abgelaufen. Erneut anmelden.' },
      rejected: {
        fact: asksWho,
        text: 'Diese Zugangsdaten werden dort nicht mehr angenommen. Erneut anmelden oder dort einen neuen API-Schlüssel anlegen.',
      },
      other: { fact: asksWho, text: 'Erneut anmelden.' },
    },
  },

  fieldFaults: {
    url_empty: 'Die URL ist leer. Eine eingeben, zum Beispiel https://phoenix.example.com.',
    url_format: 'Das ist keine URL. Sie sieht aus wie https://phoenix.example.com.',
    url_scheme: 'Eine URL beginnt mit https:// oder http://.',
    url_userinfo: 'Name und Passwort aus der URL weglassen. Sie haben eigene Felder.',
    url_query: 'In der URL weglassen, was nach ? oder # kommt.',
    url_too_long: 'Die URL ist zu lang. Erlaubt sind 2.000 Zeichen.',
    http_needs_yes: 'Zuerst unverschlüsseltem http zustimmen oder https benutzen.',
    ca_unreadable:
      'Dort ist kein Zertifikat lesbar. Den ganzen Pfad einer PEM-Datei auf diesem Computer eingeben.',
    name_empty: 'Der Name ist leer. Einen eingeben.',
    name_too_long: 'Der Name ist zu lang. Erlaubt sind 100 Zeichen.',
    email_empty: 'Die dortige E-Mail-Adresse eingeben.',
    email_too_long: 'Die E-Mail-Adresse ist zu lang. Erlaubt sind 320 Zeichen.',
    password_empty: 'Das dortige Passwort eingeben.',
    password_too_long: 'Das Passwort ist zu lang. Erlaubt sind 1.000 Zeichen.',
    api_key_empty: 'Den API-Schlüssel einfügen.',
    credential_too_long: 'Der API-Schlüssel ist zu lang. Erlaubt sind 4.096 Zeichen.',
    api_key_rejected: 'Der Server nimmt diesen API-Schlüssel nicht an.',
    wrong_credentials: 'E-Mail oder Passwort ist falsch.',
  },
  tooOld: {
    fact: (host, version) =>
      version === null
        ? `${host} hat keine Secrets.`
        : `Auf ${host} läuft Phoenix ${version}, das keine Secrets hat.`,
    text: 'Nötig ist Phoenix 13.0 oder neuer. Den Betreiber um ein Update bitten.',
  },
  serverFailed: {
    fact: (host) => `${host} ist gescheitert.`,
    text: 'Erneut versuchen oder dem Betreiber melden.',
  },
  serverBusy: {
    fact: (host) => `${host} verlangt weniger Anfragen.`,
    text: 'Eine Minute warten und erneut versuchen.',
  },
  storageLocked: {
    fact: (host) => `${host} kann nicht schreiben.`,
    text: 'Der dortige Datenspeicher ist gesperrt oder voll. Dem Betreiber melden.',
  },
  forbidden: { text: 'Die Rolle dort erlaubt das nicht. Ein Admin jenes Servers kann sie ändern.' },
  ruleTexts: {
    password_sign_in_off:
      'Dieser Server nimmt keine Passwörter an. Einen API-Schlüssel wählen oder den Browser, wo er angeboten wird.',
    no_authentication: 'Dieser Server verlangt keine Anmeldung. „Keine Anmeldung“ wählen.',
    browser_sign_in_off:
      'Dieser Server lässt Programme sich nicht im Browser anmelden. Eine andere Art wählen.',
    no_browser: 'Es ließ sich kein Browser öffnen. Eine andere Art wählen.',
    not_required: 'Das Passwort muss nicht geändert werden. Damit anmelden.',
  },
  browserExpired: 'Innerhalb von 5 Minuten kam keine Anmeldung im Browser. Erneut versuchen.',

  staleSome: (count, seenAt) =>
    `${plural(count, 'Nur der erste Schlüssel', `Nur die ersten ${number(count)} Schlüssel`)}, Stand ${clock(seenAt)} Uhr. Änderungen sind aus.`,

  empty: {
    title: (server) => `Noch keine Secrets auf ${server}`,
    text: 'Anbieterschlüssel wie OPENAI_API_KEY liegen verschlüsselt auf dem Server. Ein Wert lässt sich von hier setzen, ersetzen oder löschen. Er wird nie wieder angezeigt.',
  },

  unreadable: (reason) =>
    `Auf dem Server nicht lesbar${reason === '' ? '' : ` (${reason})`}. Hat der Server eine Variable dieses Namens, wird sie verdeckt: ersetzen oder löschen.`,
  hides: {
    fact: 'Der Server kann es nicht lesen.',
    text: (key) =>
      `Aufrufe, die es brauchen, scheitern. Hat der Server eine Umgebungsvariable ${key}, bleibt sie verdeckt, solange dieses Secret da ist. Ersetzen oder Löschen hilft.`,
  },

  production: {
    asks: (name, host) => `Das ist Produktion: ${name} (${host}).`,
    back: 'Zurück',
    save: 'In Produktion speichern',
    delete: 'In Produktion löschen',
  },

  changed: {
    by: (who, key, when) => `${who} hat ${key} nach dem Öffnen dieses Dialogs geändert (${when}).`,
    byNobody: (key, when) => `${key} wurde nach dem Öffnen dieses Dialogs geändert (${when}).`,
    someone: (key) => `${key} wurde nach dem Öffnen dieses Dialogs geändert.`,
    gone: (key) => `${key} wurde nach dem Öffnen dieses Dialogs gelöscht.`,
    anyway: 'Trotzdem ersetzen',
  },

  outcome: {
    fact: 'Es kam keine Antwort.',
    saved: (key, at) =>
      `${key} hat sich aber um ${clock(at)} Uhr geändert: Es wurde höchstwahrscheinlich gespeichert.`,
    savedUnseen: (key) => `${key} hat sich aber geändert: Es wurde höchstwahrscheinlich gespeichert.`,
    notSaved: (key, at) =>
      `${key} hatte sich beim Nachsehen um ${clock(at)} Uhr nicht geändert. Es kann noch ankommen: vor erneutem Speichern die Liste ansehen.`,
    saveUnknown: (key) =>
      `Ob ${key} gespeichert wurde, ist nicht bekannt. Die Liste ansehen und bei Bedarf erneut speichern.`,
    deleted: (count) =>
      plural(
        count,
        'Es ist aber weg: Es wurde höchstwahrscheinlich gelöscht.',
        'Sie sind aber weg: Sie wurden höchstwahrscheinlich gelöscht.',
      ),
    notDeleted: (count, at) =>
      `${plural(count, 'Es war', 'Sie waren')} um ${clock(at)} Uhr noch da. Das Löschen kann noch ankommen: vor erneutem Löschen die Liste ansehen.`,
    deleteUnknown: 'Ob gelöscht wurde, ist nicht bekannt. Die Liste ansehen.',
  },

  deleteDialog: {
    reads: (server) => `Auf ${server} lesen es:`,
    nothingKnown: (server) => `Nichts, was von ${server} bekannt ist, liest diesen Schlüssel.`,
    final: 'Das lässt sich nicht rückgängig machen.',
    fallback: (server) =>
      `Hat ${server} eine Umgebungsvariable dieses Namens, gilt von da an diese, statt dass etwas stehen bleibt.`,
    manyRead: (server, names) =>
      `Auf ${server} ${plural(names.length, 'liest', 'lesen')} sie: ${list(names)}.`,
    manyReadMore: (server, names, more) =>
      `Auf ${server} lesen sie: ${names.join(', ')} und ${number(more)} weitere.`,
    manyNothing: (server) => `Nichts, was von ${server} bekannt ist, liest diese Schlüssel.`,
    manyFallback: (server) =>
      `Wo ${server} eine Umgebungsvariable eines solchen Namens hat, gilt von da an diese, statt dass etwas stehen bleibt.`,
  },
};
