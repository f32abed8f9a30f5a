// A phone over WebSocket: node phone.js PORT USER. Says on stdout what happens to it, one line
// each; "drop" on stdin cuts its connection, "say USER TEXT" sends a MESSAGE, "quit" ends it.
global.WebSocket = require('ws');
const JsSIP = require('jssip');
const readline = require('readline');

const [port, user] = process.argv.slice(2);
const tell = (...words) => console.log(words.join(' '));

const sockets = [];
global.WebSocket = class extends global.WebSocket {
  constructor(...args) {
    super(...args);
    sockets.push(this);
  }
};

const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(`ws://127.0.0.1:${port}`)],
  uri: `sip:${user}@127.0.0.1`,
  connection_recovery_min_interval: 1,
  connection_recovery_max_interval: 1,
});
phone.on('registered', () => tell('registered'));
phone.on('registrationFailed', (e) => tell('refused', e.cause));
phone.on('disconnected', () => tell('disconnected'));
phone.on('newMessage', ({ originator, request }) => {
  if (originator === 'remote') {
    tell('message', request.body);
  }
});
phone.start();

const commands = {
  drop: () => sockets[sockets.length - 1].terminate(),
  say: (to, ...text) =>
    phone.sendMessage(`sip:${to}@127.0.0.1`, text.join(' '), {
      eventHandlers: {
        succeeded: ({ response }) => tell('said', response.status_code),
        failed: ({ cause }) => tell('failed', cause),
      },
    }),
  quit: () => process.exit(0),
};
const input = readline.createInterface({ input: process.stdin });
input.on('line', (line) => {
  const [command, ...rest] = line.trim().split(' ');
  commands[command](...rest);
});
input.on('close', commands.quit);
