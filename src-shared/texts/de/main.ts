import type { MainTexts } from '../en/main';

export const main: MainTexts = {
  appName: 'Phoenix Secrets',

  menu: {
    file: 'Datei',
    new: 'Neu…',
    settings: 'Allgemein',
    edit: 'Bearbeiten',
    find: 'Suchen',
    view: 'Ansicht',
    window: 'Fenster',
    help: 'Hilfe',
    openDataFolder: 'Datenordner öffnen',
    about: 'Über Phoenix Secrets',
    roles: {
      undo: 'Rückgängig',
      redo: 'Wiederholen',
      cut: 'Ausschneiden',
      copy: 'Kopieren',
      paste: 'Einfügen',
      delete: 'Löschen',
      selectAll: 'Alles auswählen',
      reload: 'Neu laden',
      toggleDevTools: 'Entwicklerwerkzeuge ein-/ausblenden',
      resetZoom: 'Originalgröße',
      zoomIn: 'Vergrößern',
      zoomOut: 'Verkleinern',
      togglefullscreen: 'Vollbild ein/aus',
      minimize: 'Minimieren',
      zoom: 'Zoomen',
      front: 'Alle nach vorne bringen',
      close: 'Fenster schließen',
      quit: 'Beenden',
      services: 'Dienste',
      hide: 'Phoenix Secrets ausblenden',
      hideOthers: 'Andere ausblenden',
      unhide: 'Alle einblenden',
    },
    quitNamed: 'Phoenix Secrets beenden',
  },

  about: ({ electron, chromium }) => `Electron ${electron}, Chromium ${chromium}`,

  startError: {
    quit: 'Beenden',
    setting: {
      title: 'Phoenix Secrets kann nicht starten',
      heading: 'Eine Einstellung braucht Aufmerksamkeit',
      advice: 'In der Umgebung ändern und neu starten. Nichts wurde geschrieben.',
    },
    already_running: {
      title: 'Phoenix Secrets kann nicht starten',
      heading: 'Ein anderer Prozess benutzt diese Secrets',
      advice: 'Jenen Prozess beenden oder mit PHOENIX_WORKING_DIR einen anderen Datenordner wählen.',
    },
    store: {
      title: 'Phoenix Secrets kann nicht starten',
      heading: 'Die Secrets lassen sich nicht öffnen',
      advice: 'Nichts wurde geändert. Vor jedem Reparaturversuch eine Kopie des Datenordners aufbewahren.',
    },
    crash: {
      title: 'Phoenix Secrets wurde angehalten',
      heading: 'Etwas Unerwartetes ist schiefgegangen',
      advice: 'Gespeicherte Secrets sind sicher. Beenden und Phoenix Secrets neu starten.',
    },
    dataFolder: 'Datenordner',
  },
};
