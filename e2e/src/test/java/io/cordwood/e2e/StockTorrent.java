package io.cordwood.e2e;

import io.cordwood.e2e.TorrentReport.FileReport;
import java.util.Map;
import java.util.TreeMap;

/** A stock WebTorrent client in a browser (webtorrent.ts). */
final class StockTorrent {
  private StockTorrent() {}

  /** Gives a client a torrent, as a person drops the file on a page. */
  static StockPage<TorrentReport> add(World world, String name, TorrentFile torrent) {
    var words = Map.of("torrent", torrent.base64());
    return StockPage.open(world, name, "webtorrent.html", words, TorrentReport.class);
  }

  /** The digests of the files that the client holds whole, by their paths in the film's folder. */
  static Map<String, String> digests(StockPage<TorrentReport> client) {
    var digests = new TreeMap<String, String>();
    for (var file : client.result("stock.files()", FileReport[].class)) {
      var path = file.path().substring(file.path().indexOf('/') + 1);
      if (!Digests.isPad(path)) {
        digests.put(path, file.sha256());
      }
    }
    return digests;
  }
}
