// The WebSocket tracker of npm's bittorrent-tracker, as it is released, on a free port of the loopback address. Prints its address.
import { Server } from 'bittorrent-tracker'

const server = new Server({ http: false, udp: false, ws: true, stats: false })
server.on('error', error => { console.error(error.message); process.exit(1) })
server.on('listening', () => console.log(`listens on ws://127.0.0.1:${server.http.address().port}/`))
server.listen(0, '127.0.0.1')
