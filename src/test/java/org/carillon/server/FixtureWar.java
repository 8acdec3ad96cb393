package org.carillon.server;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The built WAR with test classes in it, for what no client can make the built one do. */
public final class FixtureWar {

    private FixtureWar() {
    }

    /**
     * With each class come its members, for which it need not be asked.
     *
     * @param name without extension; it is the context path, so "ROOT" for none
     */
    public static Path of(Path folder, String name, Class<?>... classes) throws IOException {
        var war = Files.createDirectories(folder).resolve(name + ".war");
        Files.copy(Path.of(System.getProperty("carillon.war")), war, StandardCopyOption.REPLACE_EXISTING);
        try (var inside = FileSystems.newFileSystem(war)) {
            for (Class<?> type : classes) {
                add(inside, type);
                for (Class<?> member : type.getDeclaredClasses()) {
                    add(inside, member);
                }
            }
        }
        return war.toAbsolutePath();
    }

    private static void add(FileSystem war, Class<?> type) throws IOException {
        var file = type.getName().replace('.', '/') + ".class";
        var target = war.getPath("WEB-INF/classes", file);
        Files.createDirectories(target.getParent());
        try (var source = type.getClassLoader().getResourceAsStream(file)) {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
