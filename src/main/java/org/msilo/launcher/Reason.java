package org.msilo.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file or a socket could not be had, in words instead of the name of a class. */
final class Reason {
  private Reason() {}

  static String of(IOException failure) {
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file of this name";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (failure instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason();
    }
    return failure.getMessage() == null ? "no reason given" : failure.getMessage();
  }
}
