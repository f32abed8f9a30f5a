package org.msilo.app;

import java.io.IOException;
import java.nio.file.Path;
import org.msilo.config.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of this installation, kept from other users of the machine. */
final class Home {
  private static final Logger LOG = LoggerFactory.getLogger(Home.class);

  private static final String DATABASE_FILE = ".db";

  private final Path folder;

  Home(Path folder) {
    this.folder = folder;
  }

  /** Makes it for its owner alone; warns of one that others look into. */
  void make() {
    try {
      PrivateFolder.make(folder);
      if (PrivateFolder.isOpenToOthers(folder)) {
        LOG.warn("other users of this machine can look into {}: chmod 700 it", folder);
      }
    } catch (IOException e) {
      LOG.warn("the folder home cannot be made: {}", e.toString());
    }
  }

  /** Keeps the files of the database for its owner alone: it holds what all others wrote. */
  void close() {
    try {
      PrivateFolder.close(folder, DATABASE_FILE);
      PrivateFolder.close(folder, NodeIdentity.FILE);
    } catch (IOException e) {
      LOG.warn("others may be able to read the files in home: {}", e.toString());
    }
  }
}
