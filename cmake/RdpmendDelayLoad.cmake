# rdpmend_delay_load(PROGRAM DLL...): the program loads these DLLs when it first calls them, and no longer at its start.
# What a program imports at its start, Windows looks for beside the program first, where anybody may have put a file of that
# name; only the names of its list KnownDLLs are safe. What is loaded later is looked for where app/windows/hardening.h
# says. tests/windows/test_pe.py refuses a program that imports anything else at its start.
if(MINGW)
  # A library of this name on the linker's path before the one of mingw serves every library that asks for it, Qt's too.
  function(rdpmend_delay_load program)
    set(folder ${CMAKE_BINARY_DIR}/delay_load)
    set(libraries "")
    foreach(dll ${ARGN})
      set(library ${folder}/lib${dll}.a)
      if(NOT TARGET delay_load_${dll})
        add_custom_command(OUTPUT ${library}
          COMMAND ${CMAKE_SOURCE_DIR}/cmake/delay_library.sh ${CMAKE_CXX_COMPILER} ${CMAKE_NM} ${CMAKE_DLLTOOL} ${dll} ${folder}
          DEPENDS ${CMAKE_SOURCE_DIR}/cmake/delay_library.sh VERBATIM)
        add_custom_target(delay_load_${dll} DEPENDS ${library})
      endif()
      add_dependencies(${program} delay_load_${dll})
      list(APPEND libraries ${library})
    endforeach()
    target_link_options(${program} PRIVATE -L${folder})
    set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS ${libraries})
  endfunction()
else()
  function(rdpmend_delay_load program)
    foreach(dll ${ARGN})
      target_link_options(${program} PRIVATE /DELAYLOAD:${dll}.dll)
    endforeach()
    target_link_libraries(${program} PRIVATE delayimp)
  endfunction()
endif()
