package org.carillon.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The built WAR with test classes in it, for what no client can make the built one do. */
public final class FixtureWar {

    private FixtureWar() {
    }

    /** @param name without extension; it is the context path, so "ROOT" for none */
    public static Path of(Path folder, String name, Class<?>... classes) throws IOException {
        var war = Files.createDirectories(folder).resolve(name + ".war");
        Files.copy(Path.of(System.getProperty("carillon.war")), war, StandardCopyOption.REPLACE_EXISTING);
        try (var inside = FileSystems.newFileSystem(war)) {
            for (Class<?> type : classes) {
                var file = type.getName().replace('.', '/') + ".class";
                var target = inside.getPath("WEB-INF/classes", file);
                Files.createDirectories(target.getParent());
                try (var source = type.getClassLoader().getResourceAsStream(file)) {
                    Files.copy(source, target);
                }
            }
        }
        return war;
    }
}
