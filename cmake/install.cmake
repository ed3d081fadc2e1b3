# Where an installation puts things; packages use the same rules.
include(GNUInstallDirs)
install(TARGETS evenkeeld RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(TARGETS keelctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# An operator's configuration is never overwritten.
install(CODE "
  if(NOT EXISTS \"\$ENV{DESTDIR}/etc/evenkeel/evenkeel.conf\")
    file(INSTALL DESTINATION /etc/evenkeel TYPE FILE FILES
         \"${PROJECT_SOURCE_DIR}/etc/evenkeel.conf\")
  endif()")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/etc/examples DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/evenkeel.conf.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/evenkeel.service DESTINATION lib/systemd/system)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/evenkeel.sysusers.conf DESTINATION lib/sysusers.d
        RENAME evenkeel.conf)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/evenkeel.modules-load.conf DESTINATION lib/modules-load.d
        RENAME evenkeel.conf)
