# Where an installation puts things; packages use the same rules.
include(GNUInstallDirs)
install(TARGETS evenkeeld RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
if(TARGET keelctl)
install(TARGETS keelctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES ${PROJECT_SOURCE_DIR}/etc/evenkeel.conf
        DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/evenkeel)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/evenkeel.service DESTINATION lib/systemd/system)
